using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Host.Evaluation;
using DiffOG.Simulation;
using DiffOG.Specs;
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

    [Fact]
    public void picture_i_shows_what_observation_i_says_whatever_the_number_of_threads()
    {
        CameraSpec[] cameras = [new("top", 16, 12)];
        Demonstration[] alone = Tries(threads: 1, first: 0, cameras);
        Assert.Equal(alone.Select(d => d.Episode!.Pictures["top"]), Tries(threads: 4, first: 0, cameras).Select(d => d.Episode!.Pictures["top"]));
        Assert.Equal(alone.Select(d => d.Episode!.Actions), Tries(threads: 4, first: 0).Select(d => d.Episode!.Actions));
        EpisodeWindow shown = alone[0].Episode!;
        using var world = new PointMassSimulator();
        world.Reset(alone[0].Seed);
        for (int t = 0; t < alone[0].Steps; t++)
        {
            Assert.Equal(world.Render("top", 16, 12).Rgb, shown.Pictures["top"][(t * cameras[0].Bytes)..((t + 1) * cameras[0].Bytes)]);
            world.Step(shown.Actions.AsMemory(t * 3, 3));
        }
        Assert.Equal(alone[0].Steps * cameras[0].Bytes, shown.Pictures["top"].Length);
    }

    [Fact]
    public void without_cameras_nothing_is_rendered()
    {
        using var simulators = new SimulatorPool(() => new Blind());
        Demonstration[] tries = [.. new ExpertTries("point", simulators, 50, 0, TestContext.Current.CancellationToken).Take(2)];
        Assert.All(tries, t => Assert.Empty(t.Episode!.Pictures));
    }

    private static Demonstration[] Tries(int threads, int first, params CameraSpec[] cameras)
    {
        using var simulators = new SimulatorPool(() => new PointMassSimulator());
        return [.. new ExpertTries("point", simulators, 50, first, TestContext.Current.CancellationToken) { Threads = threads, Cameras = cameras }.Take(8)];
    }
}
