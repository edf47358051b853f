using System.Text.Json;
using Xunit;

namespace DiffOG.EndToEnd.Tests;

public sealed class PicturesTests(FinishedRun finished) : IDisposable
{
    private readonly Tiny tiny = new();

    [Fact]
    public void a_policy_that_sees_goes_from_demonstrations_with_pictures_to_a_report()
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        Ended ended = Run();
        Assert.SkipWhen(ended.Output.Contains("DOG1610", StringComparison.Ordinal), ended.Output);
        Assert.True(ended.Code == 0, ended.Output);
        using JsonDocument dataset = JsonDocument.Parse(File.ReadAllText(Path.Combine(tiny.TheRun, "demonstrations/dataset.json")));
        Assert.Equal(
            ["agentview 32 32", "robot0_eye_in_hand 32 32"],
            dataset.RootElement.GetProperty("cameras").EnumerateArray().Select(c => $"{c.GetProperty("name").GetString()} {c.GetProperty("width").GetInt32()} {c.GetProperty("height").GetInt32()}"));
        JsonElement[] refiners = [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(tiny.TheRun, "metrics.json"))).RootElement.GetProperty("refiners").EnumerateArray()];
        Assert.Equal(["none", "clip", "ours"], refiners.Select(r => r.GetProperty("label").GetString()));
        Assert.All(refiners.Skip(1), r => Assert.Equal(0, r.GetProperty("wholeEpisode").GetProperty("violations").GetProperty("steps").GetProperty("count").GetInt32()));
        Assert.Contains("What the policy sees", File.ReadAllText(Path.Combine(tiny.TheRun, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void demonstrations_without_the_pictures_that_the_policy_reads_are_refused_key_by_key()
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        string dataset = Path.Combine(finished.Run, "demonstrations");
        Ended ended = Run("--set", "dataset.id=episodes", "--set", $"dataset.options.path={dataset}");
        Assert.SkipWhen(ended.Output.Contains("DOG1610", StringComparison.Ordinal), ended.Output);
        Assert.Equal(3, ended.Code);
        Assert.Contains("DOG1490", ended.Output, StringComparison.Ordinal);
        Assert.Contains("camera 'agentview': found none, expected 32 x 32 pixels", ended.Output, StringComparison.Ordinal);
    }

    public void Dispose() => tiny.Dispose();

    private Ended Run(params string[] besides) => tiny.Diffog(
        [
            "run", "tiny.json", "--set", "task.options.pictureHeight=32", "--set", "collect.episodes=2", "--set", "train.steps=3", "--set", "train.warmupSteps=1",
            "--set", "policy.options.vision.cameras=[\"agentview\",\"robot0_eye_in_hand\"]", "--set", "policy.options.vision.values=[\"robot0_eef_pos\"]",
            "--set", "policy.options.vision.width=16", "--set", "policy.options.vision.stages=2", "--set", "policy.options.vision.features=8", "--set", "refine.steps=2", "--set", "refine.poolSize=4",
            "--set", "evaluate.episodes=1", "--set", "task.options.maxSteps=60", .. besides,
        ]);
}
