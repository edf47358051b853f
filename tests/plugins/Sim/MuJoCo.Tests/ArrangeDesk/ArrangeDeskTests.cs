using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.ArrangeDesk;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.ArrangeDesk;

public sealed class ArrangeDeskTests
{
    [Fact]
    public void Both_arms_are_commanded_and_observed_left_first()
    {
        using ArrangeDeskTask task = Task();
        Assert.Equal(14, task.Spec.Action.Size);
        Assert.Equal(["left_dx", "right_dx"], task.Spec.Action.Dimensions.Select(d => d.Name).Where(n => n.EndsWith("dx", StringComparison.Ordinal)));
        Assert.Equal(
            ["object", "left_eef_pos", "left_eef_quat", "left_gripper_qpos", "right_eef_pos", "right_eef_quat", "right_gripper_qpos"],
            task.Spec.Observations.Entries.Select(e => e.Name));
        Assert.Equal(28 + (2 * 9), task.Spec.Observations.Size);
    }

    [Fact]
    public void The_arms_begin_face_to_face()
    {
        using ISimulator world = Simulator(new ArrangeDeskOptions { JointNoise = 0 });
        double[] seen = world.Reset(1).Observation.Values;
        Assert.Equal(seen[28], -seen[37], 1e-9);
        Assert.Equal(seen[30], seen[39], 1e-9);
        Assert.Equal(-0.469 + 0.2815, seen[28], 1e-3);
    }

    [Fact]
    public void Objects_are_observed_as_bowl_blue_mug_white_mug_and_coaster()
    {
        using ArrangeDeskTask task = Task();
        using ISimulator world = new MuJoCoSimulator(task, default);
        double[] seen = world.Reset(7).Observation.Values;
        AssertNear(task.Bowl.Pose.Position, new Vector3D(seen.AsSpan(0)));
        AssertNear(task.Blue.Pose.Position, new Vector3D(seen.AsSpan(7)));
        AssertNear(task.White.Pose.Position, new Vector3D(seen.AsSpan(14)));
        AssertNear(task.OnCoaster with { Z = 0.003 }, new Vector3D(seen.AsSpan(21)));
    }

    [Fact]
    public void Starts_fill_their_ranges_and_keep_the_mugs_apart()
    {
        using ISimulator world = Simulator(new ArrangeDeskOptions());
        double[][] starts = [.. Enumerable.Range(0, 300).Select(seed => world.Reset(seed).Observation.Values)];
        AssertFills(starts.Select(s => s[0]), 0.10, 0.20);
        AssertFills(starts.Select(s => s[1]), -0.12, 0);
        AssertFills(starts.Select(s => s[21]), -0.03, 0.03);
        AssertFills(starts.Select(s => 2 * Math.Asin(s[12])), -Math.PI / 3, Math.PI / 3);
        AssertFills(starts.SelectMany(s => (double[])[s[7], s[14]]), -0.27, -0.14);
        AssertFills(starts.SelectMany(s => (double[])[s[8], s[15]]), -0.16, 0.02);
        Assert.All(starts, s => Assert.True(Math.Sqrt(Math.Pow(s[7] - s[14], 2) + Math.Pow(s[8] - s[15], 2)) >= 0.16));
    }

    [Theory]
    [InlineData(0.049, 0.039, 0.049, 10, 3)]
    [InlineData(0.051, 0.039, 0.049, 10, 2)]
    [InlineData(0.051, 0.041, 0.049, 10, 1)]
    [InlineData(0.051, 0.041, 0.051, 10, 0)]
    [InlineData(0, 0, 0, 9, 0)]
    public void Each_thing_in_its_place_is_a_third(double bowl, double blue, double white, int still, int placed)
    {
        using ArrangeDeskTask task = Task();
        task.Physics.Reset(() => task.Initialise(1));
        Vector3D coaster = task.OnCoaster;
        task.Physics.Reset(() =>
        {
            task.Initialise(1);
            Put(task, task.Bowl, ArrangeDeskTask.BowlZone + new Vector3D(bowl, 0, 0));
            Put(task, task.Blue, coaster + new Vector3D(0, blue, 0));
            Put(task, task.White, ArrangeDeskTask.WhiteZone + new Vector3D(-white, 0, 0));
        });
        task.Begin();
        (task.Bowl.Still, task.Blue.Still, task.White.Still) = (still, still, still);
        Assert.Equal((placed == 3, placed / 3.0), (task.Judge().Success, task.Judge().Score));
    }

    [Fact]
    public void The_expert_arranges_the_desk()
    {
        Needs.MuJoCo();
        int[] failed = [.. Enumerable.Range(1, 4).AsParallel().Where(seed => !Succeeds(seed))];
        Assert.Empty(failed);
    }

    private static bool Succeeds(int seed)
    {
        using ISimulator world = Simulator(new ArrangeDeskOptions());
        TimeStep now = world.Reset(seed);
        IDemonstrator expert = world.CreateDemonstrator(seed)!;
        while (now.Kind != StepKind.Last && !now.Success)
            now = world.Step(expert.Act());
        return now.Success;
    }

    private static void Put(ArrangeDeskTask task, DeskObject thing, Vector3D place)
    {
        place.CopyTo(task.Physics.Data.Qpos[thing.Qpos..]);
        QuaternionD.Identity.CopyTo(task.Physics.Data.Qpos[(thing.Qpos + 3)..]);
    }

    private static void AssertFills(IEnumerable<double> values, double from, double to)
    {
        double slack = 0.05 * (to - from);
        Assert.InRange(values.Min(), from - 1e-9, from + slack);
        Assert.InRange(values.Max(), to - slack, to + 1e-9);
    }

    private static void AssertNear(Vector3D expected, Vector3D actual) => Assert.Equal(0, (expected - actual).Length, 1e-12);

    private static ArrangeDeskTask Task() => new(Needs.MuJoCo(), new ArrangeDeskOptions());

    private static ISimulator Simulator(ArrangeDeskOptions options)
    {
        Needs.MuJoCo();
        return new ArrangeDeskPlugin().Create(options, new PluginContext());
    }
}
