using DiffOG.Diagnostics;
using DiffOG.Simulation;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;
using Xunit;

namespace DiffOG.Abstractions.Tests.Simulation;

public sealed class SimulatorBatchTests
{
    private const int Lanes = 7, Dimensions = 3, Seen = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_lane_goes_as_its_simulator_goes_alone_whatever_the_number_of_threads(int threads)
    {
        using SimulatorBatch batch = Points(threads);
        batch.Reset(Seeds(100));
        for (int step = 0; step < 30; step++)
            batch.Step(Actions(step));
        for (int lane = 0; lane < Lanes; lane++)
        {
            using PointMassSimulator alone = new();
            TimeStep now = alone.Reset(100 + lane);
            for (int step = 0; step < 30; step++)
                now = alone.Step(Actions(step).AsMemory(lane * Dimensions, Dimensions));
            Assert.Equal(now.Observation.Values, batch.Observation(lane).ToArray());
            Assert.Equal(new StepOutcome(now.Kind, now.Success, now.Score), batch.Outcomes.Span[lane]);
            Assert.Equal(now.Observation.Values, batch.Observations.Slice(lane * Seen, Seen).ToArray());
        }
    }

    [Fact]
    public void A_refused_action_stays_in_its_lane()
    {
        using SimulatorBatch batch = Points(2);
        batch.Reset(Seeds(1));
        double[] actions = Actions(0), before = batch.Observation(3).ToArray();
        actions[3 * Dimensions] = double.NaN;
        batch.Step(actions);
        Assert.IsType<ArgumentException>(batch.Failure(3));
        Assert.Equal(before, batch.Observation(3).ToArray());
        Assert.All(Others(3), lane => Assert.Equal((null, StepKind.Mid), (batch.Failure(lane), batch.Outcomes.Span[lane].Kind)));
        batch.Step(Actions(1));
        Assert.Null(batch.Failure(3));
        Assert.NotEqual(before, batch.Observation(3).ToArray());
    }

    [Fact]
    public void A_broken_world_rests_and_tells_until_it_is_reset()
    {
        using SimulatorBatch batch = new([.. Enumerable.Range(0, Lanes).Select(lane => new Probe { OnStep = steps => Break(lane == 2 && steps == 1) })], 2);
        batch.Reset(Seeds(1));
        batch.Step(Actions(0));
        batch.Step(Actions(1));
        double[] resting = batch.Observation(2).ToArray();
        batch.Step(Actions(2));
        Assert.Equal("DOG1701", Assert.IsType<DiffOGException>(batch.Failure(2)).Id);
        Assert.Equal(resting, batch.Observation(2).ToArray());
        Assert.All(Others(2), lane => Assert.Null(batch.Failure(lane)));
        batch.Reset(2, 9);
        Assert.Null(batch.Failure(2));
        Assert.Equal(StepKind.First, batch.Outcomes.Span[2].Kind);
    }

    [Fact]
    public void A_lane_rests_at_its_end_until_it_is_reset_and_leaves_the_others_alone()
    {
        using SimulatorBatch batch = new([.. Enumerable.Range(0, Lanes).Select(lane => new PointMassSimulator(lane == 0 ? 2 : 40))], 2);
        batch.Reset(Seeds(1));
        for (int step = 0; step < 4; step++)
            batch.Step(Actions(step));
        Assert.Equal((StepKind.Last, null), (batch.Outcomes.Span[0].Kind, batch.Failure(0)));
        double[] other = batch.Observation(1).ToArray();
        batch.Reset(0, 5);
        Assert.Equal(StepKind.First, batch.Outcomes.Span[0].Kind);
        Assert.Equal(other, batch.Observation(1).ToArray());
    }

    [Fact]
    public void Lanes_begin_anew_by_themselves_where_seeds_are_given()
    {
        List<int> asked = [];
        using SimulatorBatch batch = new([.. Enumerable.Range(0, Lanes).Select(_ => new PointMassSimulator(2))], 5)
        {
            NextSeed = lane =>
            {
                asked.Add(lane);
                return 50 + lane;
            },
        };
        batch.Reset(Seeds(1));
        for (int step = 0; step < 3; step++)
            batch.Step(Actions(step));
        Assert.Equal(Enumerable.Range(0, Lanes), asked);
        using PointMassSimulator alone = new();
        Assert.All(Enumerable.Range(0, Lanes), lane => Assert.Equal(alone.Reset(50 + lane).Observation.Values, batch.Observation(lane).ToArray()));
        Assert.Equal(StepKind.First, batch.Outcomes.Span[6].Kind);
    }

    [Fact]
    public void A_step_before_a_reset_is_told_lane_by_lane()
    {
        using SimulatorBatch batch = Points(2);
        batch.Step(Actions(0));
        Assert.All(Enumerable.Range(0, Lanes), lane => Assert.IsType<InvalidOperationException>(batch.Failure(lane)));
    }

    // What a thread allocates between two of its lanes is what stepping allocates.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Steps_allocate_nothing_on_any_thread(int threads)
    {
        Probe[] probes = [.. Enumerable.Range(0, Lanes).Select(_ => new Probe())];
        using SimulatorBatch batch = new(probes, threads);
        batch.Reset(Seeds(1));
        double[] actions = Actions(0);
        for (int step = 0; step < 10; step++)
            batch.Step(actions);
        foreach (Probe probe in probes)
            probe.Allocated = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 20; step++)
            batch.Step(actions);
        Assert.Equal((0, 0), (GC.GetAllocatedBytesForCurrentThread() - before, probes.Sum(p => p.Allocated)));
    }

    [Fact]
    public void Disposing_a_batch_disposes_its_simulators()
    {
        Probe[] probes = [new(), new()];
        new SimulatorBatch(probes, 2).Dispose();
        Assert.All(probes, p => Assert.True(p.IsDisposed));
    }

    [Fact]
    public void Sizes_are_checked()
    {
        using SimulatorBatch batch = Points(1);
        Assert.Contains("7 actions have 21 values, not 20", Assert.Throws<ArgumentException>(() => batch.Step(new double[20])).Message, StringComparison.Ordinal);
        Assert.Contains("as many seeds, not 6", Assert.Throws<ArgumentException>(() => batch.Reset(new long[6])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SimulatorBatch([]));
    }

    private static SimulatorBatch Points(int threads) => new([.. Enumerable.Range(0, Lanes).Select(_ => new PointMassSimulator())], threads);

    private static long[] Seeds(long first) => [.. Enumerable.Range(0, Lanes).Select(i => first + i)];

    private static double[] Actions(int step) => [.. Enumerable.Range(0, Lanes * Dimensions).Select(i => Math.Sin((3 * step) + i))];

    private static IEnumerable<int> Others(int lane) => Enumerable.Range(0, Lanes).Where(l => l != lane);

    private static void Break(bool now)
    {
        if (now)
            throw new DiffOGException("DOG1701", "The world became unstable.", "Reset it.");
    }

    /// <summary>A point mass that sees who steps it.</summary>
    private sealed class Probe : ISimulator
    {
        [ThreadStatic]
        private static long last;

        private readonly PointMassSimulator sound = new();
        private int steps;

        public Action<int> OnStep { get; init; } = _ => { };

        public long Allocated { get; set; }

        public bool IsDisposed { get; private set; }

        public TaskSpec Spec => sound.Spec;

        public ReadOnlyMemory<double> CommandInForce => sound.CommandInForce;

        public StepOutcome Reset(long seed, Memory<double> observation)
        {
            steps = 0;
            return sound.Reset(seed, observation);
        }

        public StepOutcome Step(ReadOnlyMemory<double> action, Memory<double> observation)
        {
            long now = GC.GetAllocatedBytesForCurrentThread();
            // A thread's first lane has nothing before it to compare with.
            Allocated += last == 0 ? 0 : now - last;
            last = now;
            OnStep(steps++);
            return sound.Step(action, observation);
        }

        public Image Render(string camera, int width, int height) => sound.Render(camera, width, height);

        public SimulatorState SaveState() => sound.SaveState();

        public void RestoreState(SimulatorState state) => sound.RestoreState(state);

        public IDemonstrator? CreateDemonstrator(long seed) => sound.CreateDemonstrator(seed);

        public void Dispose() => IsDisposed = true;
    }
}
