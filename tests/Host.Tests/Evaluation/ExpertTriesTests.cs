using DiffOG.Diagnostics;
using DiffOG.Host.Evaluation;
using DiffOG.Simulation;
using DiffOG.Testing.Fakes;
using NSubstitute;
using Xunit;

namespace DiffOG.Host.Tests.Evaluation;

public sealed class ExpertTriesTests
{
    [Fact]
    public void tries_are_the_same_whatever_the_number_of_threads()
    {
        Demonstration[] alone = Tries(threads: 1, first: 0);
        Demonstration[] together = Tries(threads: 4, first: 0);
        Assert.Equal(alone.Select(d => d.Seed), together.Select(d => d.Seed));
        Assert.Equal(alone.Select(d => d.Episode!.Actions), together.Select(d => d.Episode!.Actions));
    }

    [Fact]
    public void tries_go_on_where_they_were_interrupted() =>
        Assert.Equal(Tries(threads: 3, first: 0).Skip(4).Select(d => d.Episode!.Observations), Tries(threads: 3, first: 4).SkipLast(4).Select(d => d.Episode!.Observations));

    [Fact]
    public void a_try_that_fails_has_no_episode()
    {
        using var simulators = new SimulatorPool(() => new PointMassSimulator(maxSteps: 1));
        Demonstration failed = new ExpertTries("point", simulators, 0, 0, TestContext.Current.CancellationToken).First();
        Assert.Null(failed.Episode);
        Assert.Equal(1, failed.Steps);
    }

    [Fact]
    public void a_task_without_an_expert_is_an_error()
    {
        ISimulator task = Substitute.For<ISimulator>();
        task.Spec.Returns(new PointMassSimulator().Spec);
        task.CreateDemonstrator(Arg.Any<long>()).Returns((IDemonstrator?)null);
        using var simulators = new SimulatorPool(() => task);
        Assert.StartsWith("DOG1790: The task 'point' has no scripted expert", Assert.Throws<DiffOGException>(() => new ExpertTries("point", simulators, 0, 0, TestContext.Current.CancellationToken).First()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void cancelling_ends_it()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        using var simulators = new SimulatorPool(() => new PointMassSimulator());
        Assert.ThrowsAny<OperationCanceledException>(() => new ExpertTries("point", simulators, 0, 0, cancelled.Token).First());
    }

    private static Demonstration[] Tries(int threads, int first)
    {
        using var simulators = new SimulatorPool(() => new PointMassSimulator());
        return [.. new ExpertTries("point", simulators, 50, first, TestContext.Current.CancellationToken) { Threads = threads }.Take(8)];
    }
}
