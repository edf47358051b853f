using Xunit;

namespace DiffOG.EndToEnd.Tests;

/// <summary>Demonstrations recorded by one command, and used by another.</summary>
public sealed class RecordingTests(FinishedRun finished) : IDisposable
{
    private const string File = "demos.hdf5";
    private static readonly string[] Collect = ["collect", "mujoco/lift", "--episodes", "6", "--first-seed", "3", "--output"];
    private readonly Tiny tiny = new();

    public void Dispose() => tiny.Dispose();

    [Fact]
    public void a_killed_recording_continues_to_the_same_bits_and_a_policy_trains_on_it()
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        using (Diffog killed = Diffog.Start(tiny.Folder, [.. Collect, File]))
        {
            killed.WaitUntil(() => Directory.Exists(tiny[$"{File}.part"]) && Directory.GetFiles(tiny[$"{File}.part"], "*.safetensors").Length > 0);
            killed.Kill();
        }
        Assert.False(System.IO.File.Exists(tiny[File]));
        Ended continued = tiny.Diffog([.. Collect, File]);
        Assert.True(continued.Code == 0, continued.Output);
        Assert.Contains(" of 6 episodes recorded already.", continued.Output);
        Assert.Contains("holds 6 demonstrations, ", continued.Output);
        Assert.Equal(0, tiny.Diffog([.. Collect, "whole.hdf5"]).Code);
        Assert.Equal(System.IO.File.ReadAllBytes(tiny["whole.hdf5"]), System.IO.File.ReadAllBytes(tiny[File]));

        Ended trained = tiny.Diffog("train", "tiny.json", "--set", "train.steps=2", "--set", "dataset.id=robomimic", "--set", $"dataset.options.path={File}", "--set", "dataset.options.filter=train");
        Assert.True(trained.Code == 0, trained.Output);
    }
}
