using System.Text.Json;
using Xunit;

namespace DiffOG.EndToEnd.Tests;

/// <summary>Training of the layer, alone and with the policy, killed without warning: what it ends with, and the curve on the way.</summary>
public sealed class ResumeTests(FinishedRun finished)
{
    private const int Steps = 40;

    [Theory]
    [InlineData("dataset")]
    [InlineData("refine")]
    [InlineData("joint")]
    public void a_killed_training_of_the_layer_has_the_curve_and_the_weights_of_one_that_was_not_killed(string mode)
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        string whole = finished.Copy(), killed = finished.Copy();
        int before = Lines(whole).Length;
        Ended ended = Diffog.Run(finished.Folder, Command(mode, whole));
        Assert.True(ended.Code == 0, ended.Output);
        using (Diffog first = Diffog.Start(finished.Folder, Command(mode, killed)))
        {
            first.WaitUntil(() => Losses(killed, before).Keys.LastOrDefault() >= 8);
            first.Kill();
        }
        Assert.InRange(Losses(killed, before).Keys.Last(), 8, Steps - 1);
        Ended continued = Diffog.Run(finished.Folder, Command(mode, killed));
        Assert.True(continued.Code == 0, continued.Output);
        Assert.Equal(Losses(whole, before), Losses(killed, before));
        Assert.Equal(Steps, Losses(whole, before).Count);
        foreach (string file in mode == "joint" ? (string[])["layer", "policy", "last"] : ["layer", "last"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "checkpoints", "layer", $"{file}.safetensors")), File.ReadAllBytes(Path.Combine(killed, "checkpoints", "layer", $"{file}.safetensors")));
    }

    [Fact]
    public void a_policy_that_was_trained_with_the_layer_is_the_one_that_is_evaluated()
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        string run = finished.Copy();
        Ended ended = Diffog.Run(finished.Folder, "run", "--run", run, "--set", "refine.mode=joint", "--set", "refine.jointInput=policy");
        Assert.True(ended.Code == 0, ended.Output);
        Assert.Contains("train: up to date.", ended.Output);
        Assert.DoesNotContain("(kept)", ended.Output);
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(run, "checkpoints/policy/policy.safetensors")), File.ReadAllBytes(Path.Combine(run, "checkpoints/layer/policy.safetensors")));
        File.Delete(Path.Combine(run, "checkpoints/layer/policy.safetensors"));
        Assert.DoesNotContain("refine: up to date.", Diffog.Run(finished.Folder, "refine", "--run", run).Output);
    }

    private static string[] Command(string mode, string run) =>
        ["refine", "--run", run, "--set", $"refine.mode={mode}", "--set", $"refine.steps={Steps}", "--set", "refine.checkpointEvery=3", "--set", "refine.jointInput=policy", "--set", "refine.accumulate=2", "--set", "refine.poolSize=16"];

    /// <summary>The loss of every step; of two lines for one step the later counts.</summary>
    private static SortedDictionary<long, double> Losses(string run, int after)
    {
        var losses = new SortedDictionary<long, double>();
        foreach (JsonElement line in Lines(run).Skip(after).Select(l => JsonDocument.Parse(l).RootElement))
        {
            if (line.GetProperty("stage").GetString() == "refine" && line.GetProperty("values").TryGetProperty("loss", out JsonElement loss))
                losses[line.GetProperty("step").GetInt64()] = loss.GetDouble();
        }
        return losses;
    }

    /// <summary>The complete lines.</summary>
    private static string[] Lines(string run)
    {
        using var reader = new StreamReader(new FileStream(Path.Combine(run, "metrics.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n')[..^1];
    }
}
