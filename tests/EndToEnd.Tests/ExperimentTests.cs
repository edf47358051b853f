using System.Text.Json;
using Xunit;

namespace DiffOG.EndToEnd.Tests;

public sealed class ExperimentTests(FinishedRun finished)
{
    [Fact]
    public void a_run_that_was_killed_in_training_continues_to_its_report()
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        Assert.True(finished.Continued.Code == 0, finished.Continued.Output);
        Assert.InRange(finished.Killed, 25, 59);
        Assert.Contains("Continuing runs", finished.Continued.Output);
        Assert.Contains("collect: up to date.", finished.Continued.Output);
        Assert.DoesNotContain("train: up to date.", finished.Continued.Output);
        foreach (string file in (string[])["report.html", "metrics.json", "manifest.json", "config.composed.json", "checkpoints/policy/policy.safetensors", "checkpoints/layer/layer.safetensors", "evaluation/ours.safetensors"])
            Assert.True(File.Exists(Path.Combine(finished.Run, file)), file);
    }

    [Fact]
    public void training_went_on_from_the_last_checkpoint()
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        long[] steps = [.. File.ReadLines(Path.Combine(finished.Run, "metrics.jsonl")).Select(l => JsonDocument.Parse(l).RootElement)
            .Where(e => e.GetProperty("stage").GetString() == "train" && e.GetProperty("values").TryGetProperty("loss", out _)).Select(e => e.GetProperty("step").GetInt64())];
        int back = Array.FindIndex(steps, 1, s => s <= 1) is var restarted && restarted >= 0 ? restarted : -1;
        Assert.Equal(-1, back);
        Assert.Equal(Enumerable.Range(1, 60).Select(i => (long)i), steps.Distinct().Order());
    }

    [Fact]
    public void a_killed_run_ends_with_the_weights_of_one_that_was_not_killed()
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        using var tiny = new Tiny();
        Ended ended = tiny.Diffog("train", "tiny.json");
        Assert.True(ended.Code == 0, ended.Output);
        foreach (string file in (string[])["policy.safetensors", "last.safetensors"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(finished.Run, "checkpoints/policy", file)), File.ReadAllBytes(Path.Combine(tiny.TheRun, "checkpoints/policy", file)));
        Assert.Equal(Curve(tiny.TheRun), Curve(finished.Run));
        Assert.Equal(Best(tiny.TheRun), Best(finished.Run));
        Assert.Equal(2, Best(finished.Run).Length);
    }

    /// <summary>What was measured in training at each step, but for times; of two lines for one step the later counts.</summary>
    private static SortedDictionary<string, double> Curve(string run)
    {
        var curve = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (JsonElement line in File.ReadLines(Path.Combine(run, "metrics.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).Where(e => e.GetProperty("stage").GetString() == "train"))
        {
            foreach (JsonProperty value in line.GetProperty("values").EnumerateObject().Where(v => v.Name != "waiting"))
                curve[$"{value.Name} {line.GetProperty("step").GetInt64()}"] = value.Value.GetDouble();
        }
        return curve;
    }

    private static string[] Best(string run) => [.. Directory.EnumerateFiles(Path.Combine(run, "checkpoints/policy/best")).Select(f => Path.GetFileName(f)).Order()];

    [Fact]
    public void the_report_compares_all_refiners_and_ours_violates_nothing()
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        JsonElement[] refiners = [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(finished.Run, "metrics.json"))).RootElement.GetProperty("refiners").EnumerateArray()];
        Assert.Equal(["none", "clip", "ours"], refiners.Select(r => r.GetProperty("label").GetString()));
        Assert.All(refiners.Skip(1), r => Assert.Equal(0, r.GetProperty("wholeEpisode").GetProperty("violations").GetProperty("steps").GetProperty("count").GetInt32()));
        Assert.Contains("none  ", finished.Continued.Output);
    }

    [Fact]
    public void the_manifest_says_what_the_run_was_made_with()
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        JsonElement manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(finished.Run, "manifest.json"))).RootElement;
        Assert.Equal(2, manifest.GetProperty("sessions").GetArrayLength());
        Assert.False(manifest.GetProperty("sessions")[0].TryGetProperty("outcome", out _));
        Assert.Equal("finished", manifest.GetProperty("sessions")[1].GetProperty("outcome").GetString());
        string[] versions = [.. manifest.GetProperty("versions").EnumerateObject().Select(v => v.Name)];
        Assert.Contains("libtorch", versions);
        Assert.Contains("MuJoCo", versions);
        Assert.Equal(["collect", "train", "refine", "evaluate", "report"], manifest.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("stage").GetString()));
        Assert.Contains("; largest memory ", finished.Continued.Output);
        Assert.Contains(versions, v => v.StartsWith("native/", StringComparison.Ordinal) && v.Contains("mujoco", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(64, manifest.GetProperty("data")[0].GetProperty("fingerprint").GetString()!.Length);
    }

    [Fact]
    public void single_stages_find_the_run_and_see_that_nothing_changed()
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        Ended ended = Diffog.Run(finished.Folder, "report", "--run", finished.Copy());
        Assert.True(ended.Code == 0, ended.Output);
        foreach (string stage in (string[])["collect", "train", "refine", "evaluate"])
            Assert.Contains($"{stage}: up to date.", ended.Output);
    }

    [Fact]
    public void ctrl_c_saves_and_says_how_to_continue()
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT to send.");
        using var tiny = new Tiny();
        using Diffog started = Diffog.Start(tiny.Folder, "run", "tiny.json", "--set", "train.steps=1000000");
        started.WaitUntil(() => Directory.Exists(tiny["runs"]) && FinishedRun.LastStep(tiny.TheRun) > 0 || started.Output.Contains("train ", StringComparison.Ordinal));
        started.Signal("INT");
        Ended ended = started.Wait();
        Assert.Equal(130, ended.Code);
        Assert.Contains("To continue: diffog run tiny.json --set train.steps=1000000", ended.Output);
        Assert.True(File.Exists(Path.Combine(tiny.TheRun, "checkpoints/policy/last.safetensors")));
        Assert.Contains("\"outcome\": \"cancelled\"", File.ReadAllText(Path.Combine(tiny.TheRun, "manifest.json")));
    }
}
