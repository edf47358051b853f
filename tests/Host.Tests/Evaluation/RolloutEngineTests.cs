using DiffOG.Actions;
using DiffOG.Diagnostics;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Reporting.Video;
using DiffOG.Policies;
using DiffOG.Refiners;
using DiffOG.Simulation;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;
using NSubstitute;
using Xunit;

namespace DiffOG.Host.Tests.Evaluation;

public sealed class RolloutEngineTests
{
    private static readonly TaskSpec Task = new PointMassSimulator().Spec;
    private static readonly PolicySpec Spec = new(Task.Observations, Task.Action, ObservationSteps: 2, ChunkSteps: 6, ExecutedSteps: 4);
    private static readonly PolicySpec Seeing = Spec with { Observations = Task.Observations with { Cameras = [new CameraSpec("top", 24, 24)] } };
    private static readonly RolloutSettings Settings = new([5, 6, 7, 8, 9, 10, 11], UntilHorizon: false);

    [Fact]
    public void results_depend_neither_on_threads_nor_on_the_number_of_lanes()
    {
        RefinerRollouts alone = Run(Settings with { Threads = 1, Lanes = 1 }, Unchanged());
        RefinerRollouts together = Run(Settings with { Threads = 4, Lanes = 64 }, Unchanged());
        Assert.Equal(Settings.Seeds, alone.Episodes.Select(e => e.Seed));
        Assert.Equal(alone.Episodes.Select(e => e.Executed!.Values), together.Episodes.Select(e => e.Executed!.Values));
        Assert.Equal(alone.Episodes.Select(e => e.FirstSuccess), together.Episodes.Select(e => e.FirstSuccess));
    }

    [Fact]
    public void the_policy_is_asked_once_a_round_for_all_episodes_that_go_on()
    {
        var batches = new List<int>();
        using var simulators = new SimulatorPool(() => new PointMassSimulator());
        var engine = new RolloutEngine(simulators, Watched(batches), Settings, TimeProvider.System);
        RefinerRollouts rollouts = engine.Run(Unchanged(), (_, _) => { }, TestContext.Current.CancellationToken);
        Assert.Equal(Settings.Seeds.Count, batches[0]);
        Assert.Equal(rollouts.Episodes.Max(e => e.Chunks.Count), batches.Count);
        Assert.Equal(rollouts.Episodes.Sum(e => e.Chunks.Count), batches.Sum());
    }

    [Fact]
    public void an_episode_ends_with_its_first_success_or_goes_on_to_the_horizon()
    {
        EpisodeRecord stopped = Run(Settings, Unchanged()).Episodes[0];
        EpisodeRecord full = Run(Settings with { UntilHorizon = true }, Unchanged()).Episodes[0];
        Assert.Equal(stopped.FirstSuccess, stopped.Executed!.Steps);
        Assert.Equal(stopped.FirstSuccess, full.FirstSuccess);
        Assert.Equal(Task.MaxSteps, full.Executed!.Steps);
    }

    [Fact]
    public void the_refiner_is_told_what_was_really_sent()
    {
        var contexts = new List<RefinementContext>();
        RefinerUnderTest doubled = Refiner((chunk, context) =>
        {
            contexts.Add(context);
            return new Refinement(new ActionChunk(chunk.Steps, chunk.Dimensions, [.. chunk.Values.Select(v => 2 * v)]), RefinementStatus.Refined);
        });
        EpisodeRecord episode = Run(Settings with { Seeds = [5] }, doubled).Episodes[0];
        Assert.All(contexts.Take(1 + RolloutEngine.WarmUpCalls), context =>
        {
            Assert.Equal([0.0, 0.0, 0.0], context.Previous.Values);
            Assert.Null(context.Last);
        });
        RefinementContext second = contexts[1 + RolloutEngine.WarmUpCalls];
        // The command in force at the start, then the four actions of the first chunk, clipped to the range by the simulator.
        Assert.Equal([0.0, 0.0, 0.0, .. episode.Executed!.Values.Take(12)], second.Previous.Values);
        Assert.All(episode.Executed.Values, v => Assert.InRange(v, -1, 1));
        Assert.Equal(4, second.ExecutedSteps);
        Assert.Equal(4 / Task.Rate, second.Time, 12);
        Assert.Same(episode.Chunks[0].Refined, second.Last!.Chunk);
    }

    [Fact]
    public void early_in_an_episode_the_first_observation_is_repeated()
    {
        var seen = new List<PolicyQuery>();
        IPolicy policy = Substitute.For<IPolicy>();
        policy.Spec.Returns(Spec);
        policy.Act(Arg.Any<IReadOnlyList<PolicyQuery>>()).Returns(call =>
        {
            seen.AddRange(call.Arg<IReadOnlyList<PolicyQuery>>());
            return [new ActionChunk(6, 3, new double[18])];
        });
        using var simulators = new SimulatorPool(() => new PointMassSimulator());
        new RolloutEngine(simulators, policy, Settings with { Seeds = [5] }, TimeProvider.System).Run(Unchanged(), (_, _) => { }, TestContext.Current.CancellationToken);
        Assert.Same(seen[0].History[0], seen[0].History[1]);
        Assert.NotSame(seen[1].History[0], seen[1].History[1]);
        Assert.Equal(Enumerable.Range(0, 10), seen.Select(q => q.ChunkIndex));
        Assert.All(seen, q => Assert.Equal(5, q.Seed));
    }

    [Fact]
    public void cost_matrices_are_kept_for_the_first_chunks_of_the_first_episode()
    {
        RefinerUnderTest costly = Refiner((chunk, context) => new Refinement(chunk, RefinementStatus.Refined) { Cost = context.KeepCost ? [1, 2, 3] : null });
        RefinerRollouts rollouts = Run(Settings with { CostsKept = 2, Lanes = 3 }, costly);
        Assert.Equal([true, true, false], rollouts.Episodes[0].Chunks.Take(3).Select(c => c.Cost is not null));
        Assert.All(rollouts.Episodes.Skip(1), e => Assert.All(e.Chunks, c => Assert.Null(c.Cost)));
    }

    [Fact]
    public void latency_is_the_time_of_the_refiner_alone() => Assert.All(
        Run(Settings, Unchanged(), new TickingClock()).Episodes.SelectMany(e => e.Chunks), c => Assert.Equal(1, c.Latency));

    [Fact]
    public void an_action_that_is_not_finite_ends_the_evaluation_with_its_place()
    {
        RefinerUnderTest wild = Refiner((chunk, _) => new Refinement(new ActionChunk(6, 3, [.. Enumerable.Repeat(double.NaN, 18)]), RefinementStatus.Refined));
        DiffOGException wrong = Assert.Throws<DiffOGException>(() => Run(Settings with { Seeds = [7] }, wild));
        Assert.Equal("DOG1950", wrong.Id);
        Assert.Contains("seed 7", wrong.Message);
    }

    [Fact]
    public void of_several_failures_the_first_lanes_is_told()
    {
        RefinerUnderTest wild = Refiner((chunk, _) => new Refinement(new ActionChunk(6, 3, [.. Enumerable.Repeat(double.NaN, 18)]), RefinementStatus.Refined));
        for (int repetition = 0; repetition < 20; repetition++)
            Assert.Contains("seed 7 ", Assert.Throws<DiffOGException>(() => Run(Settings with { Seeds = [7, 8, 9, 10], Lanes = 4, Threads = 4 }, wild)).Message);
    }

    [Fact]
    public void a_refiner_that_changes_the_shape_is_named()
    {
        RefinerUnderTest wrong = Refiner((_, _) => new Refinement(new ActionChunk(1, 3, new double[3]), RefinementStatus.Refined));
        Assert.Equal("DOG1951", Assert.Throws<DiffOGException>(() => Run(Settings, wrong)).Id);
    }

    [Theory]
    [InlineData(1, 6, "1 chunks")]
    [InlineData(2, 5, "a chunk [5, 3]")]
    public void a_policy_that_answers_something_else_is_told(int chunks, int steps, string told)
    {
        IPolicy policy = Substitute.For<IPolicy>();
        policy.Spec.Returns(Spec);
        policy.Act(Arg.Any<IReadOnlyList<PolicyQuery>>()).Returns([.. Enumerable.Range(0, chunks).Select(_ => new ActionChunk(steps, 3, new double[3 * steps]))]);
        using var simulators = new SimulatorPool(() => new PointMassSimulator());
        var engine = new RolloutEngine(simulators, policy, Settings with { Seeds = [5, 6] }, TimeProvider.System);
        DiffOGException wrong = Assert.Throws<DiffOGException>(() => engine.Run(Unchanged(), (_, _) => { }, TestContext.Current.CancellationToken));
        Assert.Equal("DOG1952", wrong.Id);
        Assert.Contains($"asked for 2 chunks [6, 3] and answered with {told}", wrong.Message);
    }

    [Fact]
    public void cancelling_ends_it_between_two_rounds()
    {
        using var cancelled = new CancellationTokenSource();
        RefinerUnderTest cancelling = Refiner((chunk, _) =>
        {
            cancelled.Cancel();
            return new Refinement(chunk, RefinementStatus.Unchanged);
        });
        using var simulators = new SimulatorPool(() => new PointMassSimulator());
        var engine = new RolloutEngine(simulators, Seeker(), Settings, TimeProvider.System);
        Assert.ThrowsAny<OperationCanceledException>(() => engine.Run(cancelling, (_, _) => { }, cancelled.Token));
    }

    [Fact]
    public void the_first_episodes_are_filmed_one_frame_a_step()
    {
        IVideoWriter writer = Substitute.For<IVideoWriter>();
        int frames = 0;
        writer.Write(Arg.Any<string>(), Arg.Do<IEnumerable<Image>>(f => frames = f.Count()), 20).Returns(call => call.Arg<string>() + ".webp");
        using var simulators = new SimulatorPool(() => new PointMassSimulator());
        var studio = new FilmStudio(writer, "/run", "/run/videos", _ => { });
        RefinerRollouts rollouts = new RolloutEngine(simulators, Seeker(), Settings with { Filmed = 1 }, TimeProvider.System, studio)
            .Run(Unchanged(), (_, _) => { }, TestContext.Current.CancellationToken);
        Assert.Equal("videos/none.5.webp", rollouts.Episodes[0].Video);
        Assert.Equal(rollouts.Episodes[0].Executed!.Steps + 1, frames);
        Assert.All(rollouts.Episodes.Skip(1), e => Assert.Null(e.Video));
    }

    [Fact]
    public void a_policy_that_sees_pictures_does_the_same_whatever_the_threads_the_lanes_and_the_films()
    {
        RefinerRollouts alone = See(Settings with { Threads = 1, Lanes = 1 });
        RefinerRollouts together = See(Settings with { Threads = 4, Lanes = 5, Filmed = 3 });
        Assert.True(alone.Episodes.Count(e => e.Success) > 4);
        Assert.Equal(alone.Episodes.Select(e => e.Executed!.Values), together.Episodes.Select(e => e.Executed!.Values));
        Assert.Equal(3, together.Episodes.Count(e => e.Video is not null));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 4)]
    [InlineData(3, 2)]
    [InlineData(3, 1)]
    public void a_policy_that_sees_pictures_gets_the_one_of_each_observation_it_is_shown(int observationSteps, int executedSteps)
    {
        var queries = new List<PolicyQuery>();
        IPolicy policy = Substitute.For<IPolicy>();
        policy.Spec.Returns(Seeing with { ObservationSteps = observationSteps, ExecutedSteps = executedSteps });
        policy.Act(Arg.Any<IReadOnlyList<PolicyQuery>>()).Returns(call =>
        {
            queries.AddRange(call.Arg<IReadOnlyList<PolicyQuery>>());
            return [new ActionChunk(6, 3, [.. Enumerable.Range(0, 18).Select(i => Math.Sin(i + queries.Count))])];
        });
        using var simulators = new SimulatorPool(() => new PointMassSimulator());
        EpisodeRecord episode = new RolloutEngine(simulators, policy, Settings with { Seeds = [5], UntilHorizon = true }, TimeProvider.System).Run(Unchanged(), (_, _) => { }, TestContext.Current.CancellationToken).Episodes[0];
        byte[][] pictures = [.. PicturesOf(episode)];
        for (int k = 0; k < queries.Count; k++)
        {
            int now = k * executedSteps;
            Assert.Equal(
                Enumerable.Range(now - observationSteps + 1, observationSteps).Select(t => pictures[Math.Max(0, t)]),
                queries[k].History.Select(o => o.Images["top"].Rgb));
        }
    }

    [Fact]
    public void pictures_that_no_policy_is_shown_are_not_rendered()
    {
        var counted = new List<CountingEyes>();
        using var simulators = new SimulatorPool(() =>
        {
            counted.Add(new CountingEyes());
            return counted[^1];
        });
        using var policy = new ScriptedPolicy(Seeing, _ => [0.1, 0.1, -1]);
        new RolloutEngine(simulators, policy, Settings with { Seeds = [5], UntilHorizon = true }, TimeProvider.System).Run(Unchanged(), (_, _) => { }, TestContext.Current.CancellationToken);
        // 40 steps, of which every fourth and the one before it are shown, and the beginning.
        Assert.Equal(21, counted.Single().Rendered);
    }

    [Fact]
    public void a_machine_that_cannot_render_says_so_once_and_goes_on()
    {
        ISimulator blind = Substitute.For<ISimulator>();
        blind.Spec.Returns(Task);
        blind.Render(Arg.Any<string>(), Arg.Any<int>(), Arg.Any<int>()).Returns(_ => throw new DiffOGException("DOG1650", "No renderer.", "Install one."));
        var said = new List<string>();
        var studio = new FilmStudio(Substitute.For<IVideoWriter>(), "/run", "/run/videos", said.Add);
        var film = new Film(studio, "none.5");
        film.Add(blind);
        film.Add(blind);
        Assert.Null(film.Finish());
        Assert.Contains("DOG1650", Assert.Single(said));
    }

    private static RefinerRollouts Run(RolloutSettings settings, RefinerUnderTest refiner, TimeProvider? clock = null)
    {
        using var simulators = new SimulatorPool(() => new PointMassSimulator());
        return new RolloutEngine(simulators, Seeker(), settings, clock ?? TimeProvider.System).Run(refiner, (_, _) => { }, TestContext.Current.CancellationToken);
    }

    /// <summary>Episodes of a policy that knows where it is from the camera alone.</summary>
    private static RefinerRollouts See(RolloutSettings settings)
    {
        using var policy = new ScriptedPolicy(Seeing, o =>
        {
            (double x, double y) = Glow(o.Images["top"]);
            return [-3 * x, -3 * y, -1];
        });
        IVideoWriter writer = Substitute.For<IVideoWriter>();
        writer.Write(default!, default!, default).ReturnsForAnyArgs(call => call.Arg<string>() + ".webp");
        using var simulators = new SimulatorPool(() => new PointMassSimulator());
        return new RolloutEngine(simulators, policy, settings, TimeProvider.System, new FilmStudio(writer, "/run", "/run/videos", _ => { })).Run(Unchanged(), (_, _) => { }, TestContext.Current.CancellationToken);
    }

    /// <summary>What the camera shows before each step of an episode, and at its end.</summary>
    private static IEnumerable<byte[]> PicturesOf(EpisodeRecord episode)
    {
        using var world = new PointMassSimulator();
        world.Reset(episode.Seed);
        yield return world.Render("top", 24, 24).Rgb;
        for (int t = 0; t < episode.Executed!.Steps; t++)
        {
            world.Step(episode.Executed.Step(t));
            yield return world.Render("top", 24, 24).Rgb;
        }
    }

    /// <summary>The centre of the red glow [m]; the camera shows ±4 m.</summary>
    private static (double X, double Y) Glow(Image image)
    {
        double sum = 0, x = 0, y = 0;
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            double red = image.Rgb[i * 3];
            sum += red;
            x += red * (((((2 * (i % image.Width)) + 1.0) / image.Width) - 1) * 4);
            y -= red * (((((2 * (i / image.Width)) + 1.0) / image.Height) - 1) * 4);
        }
        return (x / sum, y / sum);
    }

    private static ScriptedPolicy Seeker() => new(Spec, o => [.. o.Values.Select(v => -3 * v), -1]);

    private static IPolicy Watched(List<int> batches)
    {
        ScriptedPolicy seeker = Seeker();
        IPolicy watched = Substitute.For<IPolicy>();
        watched.Spec.Returns(Spec);
        watched.Act(Arg.Any<IReadOnlyList<PolicyQuery>>()).Returns(call =>
        {
            batches.Add(call.Arg<IReadOnlyList<PolicyQuery>>().Count);
            return seeker.Act(call.Arg<IReadOnlyList<PolicyQuery>>());
        });
        return watched;
    }

    private static RefinerUnderTest Unchanged() => Refiner((chunk, _) => new Refinement(chunk, RefinementStatus.Unchanged));

    private static RefinerUnderTest Refiner(Func<ActionChunk, RefinementContext, Refinement> refine)
    {
        ITrajectoryRefiner refiner = Substitute.For<ITrajectoryRefiner>();
        refiner.Refine(Arg.Any<ActionChunk>(), Arg.Any<RefinementContext>()).Returns(call => refine(call.Arg<ActionChunk>(), call.Arg<RefinementContext>()));
        return new RefinerUnderTest("none", "none", refiner);
    }
}
