using Xunit;

namespace DiffOG.EndToEnd.Tests;

public sealed class ViewTests(FinishedRun finished) : IDisposable
{
    private readonly Tiny tiny = new();

    [Fact]
    public void a_task_can_be_looked_at()
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        Ended ended = tiny.Diffog("view", "mujoco/lift", "--expert", "--images", "--seeds", "0,1", "--size", "48x48", "--output", "lift.png");
        Assert.SkipWhen(ended.Output.Contains("DOG1610", StringComparison.Ordinal), ended.Output);
        Assert.True(ended.Code == 0, ended.Output);
        Assert.Contains("mujoco/lift, seed 1, expert: ", ended.Output, StringComparison.Ordinal);
        Assert.Contains($"picture: {tiny["lift.png"]}", ended.Output, StringComparison.Ordinal);
        Assert.Equal("PNG"u8.ToArray(), File.ReadAllBytes(tiny["lift.png"])[1..4]);
    }

    public void Dispose() => tiny.Dispose();
}
