using DiffOG.Host.Progress;
using DiffOG.Host.Runs;
using DiffOG.Host.Stages;
using NSubstitute;
using Xunit;

namespace DiffOG.Host.Tests.Stages;

public sealed class StageBookTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly RunFolder folder;
    private readonly IStage stage = Substitute.For<IStage>();
    private string inputs = "a";

    public StageBookTests()
    {
        folder = RunFolder.Open(scratch["run"]);
        stage.Name.Returns(StageName.Train);
        stage.Inputs.Returns(_ => inputs);
        stage.Outputs.Returns([folder["out.txt"]]);
        stage.Outdated(Arg.Any<Attempt>()).Returns(call => call.Arg<Attempt>() == Attempt.Continued ? [] : [folder["out.txt"]]);
        stage.Run(Arg.Any<string>(), Arg.Any<CancellationToken>()).Returns(_ =>
        {
            File.WriteAllText(folder["out.txt"], inputs);
            return new Dictionary<string, string> { ["loss"] = "1" };
        });
    }

    private int Runs => stage.ReceivedCalls().Count(c => c.GetMethodInfo().Name == nameof(IStage.Run));

    [Fact]
    public void a_stage_whose_inputs_are_the_same_is_not_run_again()
    {
        (string first, bool ran) = Bring();
        Assert.True(ran);
        (string second, ran) = Bring();
        Assert.False(ran);
        Assert.Equal((first, 1), (second, Runs));
    }

    [Fact]
    public void a_stage_with_other_inputs_runs_again_and_keeps_what_it_made_before()
    {
        Bring();
        inputs = "b";
        Bring();
        Assert.Equal(2, Runs);
        Assert.Equal("a", File.ReadAllText(folder["superseded/train-1/out.txt"]));
        Assert.Equal("b", File.ReadAllText(folder["out.txt"]));
    }

    [Fact]
    public void a_stage_runs_again_when_one_before_it_changed()
    {
        string first = Bring().Inputs;
        Assert.NotEqual(first, Bring(earlier: "other").Inputs);
        Assert.Equal(2, Runs);
    }

    [Fact]
    public void a_stage_whose_output_is_gone_runs_again()
    {
        Bring();
        File.Delete(folder["out.txt"]);
        Bring();
        Assert.Equal(2, Runs);
    }

    [Fact]
    public void a_stage_that_is_asked_for_runs_again()
    {
        Bring();
        Bring(force: true);
        Assert.Equal(2, Runs);
        Assert.True(File.Exists(folder["superseded/train-1/out.txt"]));
    }

    [Fact]
    public void what_an_interrupted_attempt_saved_is_kept_and_its_time_counted()
    {
        stage.Run(Arg.Any<string>(), Arg.Any<CancellationToken>()).Returns(
            _ =>
            {
                File.WriteAllText(folder["out.txt"], "half");
                throw new OperationCanceledException();
            },
            _ => new Dictionary<string, string> { ["found"] = File.ReadAllText(folder["out.txt"]) });
        Assert.Throws<OperationCanceledException>(() => Bring());
        StageRecord interrupted = Book().Read(StageName.Train)!;
        Assert.Null(interrupted.Finished);
        Assert.True(interrupted.Seconds > 0);
        Bring();
        StageRecord record = Book().Read(StageName.Train)!;
        Assert.Equal("half", record.Facts["found"]);
        Assert.NotNull(record.Finished);
        Assert.True(record.Seconds > interrupted.Seconds);
        Assert.Equal(["out.txt"], record.Outputs);
        Assert.False(Directory.Exists(folder.Superseded));
    }

    public void Dispose()
    {
        folder.Dispose();
        scratch.Dispose();
    }

    private StageBook Book() => new(folder, Substitute.For<IDisplay>(), new TickingClock());

    private (string Inputs, bool Ran) Bring(string earlier = "", bool force = false) => Book().Bring(stage, earlier, force, TestContext.Current.CancellationToken);
}
