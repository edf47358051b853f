using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.MoveTheStack;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.MoveTheStack;

public sealed class MoveTheStackTests
{
    private static readonly Vector3D Base = new(-0.469, -0.019, 0.02);

    [Fact]
    public void The_hand_begins_where_the_kinematics_of_the_real_arm_put_it()
    {
        using MoveTheStackTask task = Task(new MoveTheStackOptions { JointNoise = 0 });
        task.Physics.Reset(() => task.Initialise(1));
        AssertNear(Base + new Vector3D(0.2815, 0, 0.3052), task.Arm.Grip.Position, 1e-3);
        AssertNear(new Vector3D(0.995, 0, 0.100), task.Arm.Grip.Orientation.Turn(Vector3D.Up), 1e-3);
        AssertNear(new Vector3D(0, 1, 0), task.Arm.Grip.Orientation.Turn(new Vector3D(0, 1, 0)), 1e-9);
    }

    [Fact]
    public void With_all_joints_at_zero_the_arm_reaches_forward()
    {
        using MoveTheStackTask task = Task(new MoveTheStackOptions());
        task.Physics.Data.Qpos.Clear();
        task.Physics.Data.Forward();
        AssertNear(Base + new Vector3D(0.05955 + 0.2 + 0.1 + 0.069744 + 0.13, 0, 0.079 + 0.04805 + 0.3 - 0.003), task.Arm.Grip.Position, 1e-9);
    }

    [Fact]
    public void One_arm_is_commanded_and_the_other_has_no_joints()
    {
        using MoveTheStackTask task = Task(new MoveTheStackOptions());
        Assert.Equal(["dx", "dy", "dz", "rx", "ry", "rz", "gripper"], task.Spec.Action.Dimensions.Select(d => d.Name));
        Assert.Equal(["object", "left_eef_pos", "left_eef_quat", "left_gripper_qpos"], task.Spec.Observations.Entries.Select(e => e.Name));
        Assert.Equal(["overview", "top", "left_wrist", "right_wrist"], task.Spec.Cameras.Select(c => c.Name));
        Assert.Equal((8 + 12, 8), (task.Physics.Model.Nv, task.Physics.Model.Nu));
    }

    [Fact]
    public void Objects_are_observed_as_glass_spoon_tile_and_the_way_to_the_hand()
    {
        using MoveTheStackTask task = Task(new MoveTheStackOptions());
        using ISimulator world = new MuJoCoSimulator(task, default);
        double[] seen = world.Reset(7).Observation.Values;
        Assert.Equal(24 + 9, seen.Length);
        AssertNear(task.Glass.Position, At(seen, 0), 1e-12);
        AssertNear(task.Spoon.Position, At(seen, 7), 1e-12);
        AssertNear(task.Tile.Position, At(seen, 14), 1e-12);
        AssertNear(At(seen, 24) - At(seen, 0), At(seen, 21), 1e-12);
        // The scalar part comes last: of things that stand, x and y vanish.
        Assert.All((int[])[3, 4, 10, 11, 17, 18], i => Assert.Equal(0, seen[i], 1e-6));
    }

    [Fact]
    public void Starts_fill_their_ranges()
    {
        using ISimulator world = Simulator(new MoveTheStackOptions());
        double[][] starts = [.. Enumerable.Range(0, 300).Select(seed => world.Reset(seed).Observation.Values)];
        AssertFills(starts.Select(s => s[0]), -0.05, 0.10);
        AssertFills(starts.Select(s => s[1]), -0.20, -0.05);
        AssertFills(starts.Select(s => s[14]), 0.10, 0.25);
        AssertFills(starts.Select(s => s[15]), 0.05, 0.20);
        AssertFills(starts.Select(s => 2 * Math.Atan2(s[19], s[20])), -Math.PI / 6, Math.PI / 6);
        AssertFills(starts.Select(s => 2 * Math.Atan(s[12] / s[13])), -Math.PI, Math.PI);
        Assert.All(starts, s => Assert.InRange(Math.Sqrt(Math.Pow(s[7] - s[0], 2) + Math.Pow(s[8] - s[1], 2)), 0, Math.Sqrt(2) * 0.01));
    }

    [Fact]
    public void The_spoon_lies_still_for_the_whole_episode_while_nobody_moves()
    {
        using ISimulator world = Simulator(new MoveTheStackOptions());
        foreach (int seed in (int[])[1, 2])
        {
            double[] start = world.Reset(seed).Observation.Values, hold = world.CommandInForce.ToArray(), end = start;
            for (int i = 0; i < world.Spec.MaxSteps; i++)
                end = world.Step(hold).Observation.Values;
            AssertNear(At(start, 7) - At(start, 0), At(end, 7) - At(end, 0), 5e-4);
            Assert.All(Enumerable.Range(10, 4), i => Assert.Equal(Math.Abs(start[i]), Math.Abs(end[i]), 5e-3));
        }
    }

    [Theory]
    [InlineData(0.0395, 0, true)]
    [InlineData(0.0405, 0, false)]
    [InlineData(0, -0.0395, true)]
    [InlineData(0, -0.0405, false)]
    public void The_foot_must_stand_well_inside_the_tile(double x, double y, bool success)
    {
        using MoveTheStackTask task = Placed(new Vector3D(x, y, 0));
        Assert.Equal(success ? StackLevel.Clean : StackLevel.Misplaced, task.Level);
        Assert.Equal((success, success ? 1.0 : 0.6), (task.Judge().Success, task.Judge().Score));
    }

    [Fact]
    public void A_glass_that_was_never_lifted_is_missed() => Assert.Equal(StackLevel.Missed, LevelWith(lifted: false));

    [Fact]
    public void A_glass_that_still_moves_is_not_put_down() => Assert.Equal(StackLevel.SpoonFallen, LevelWith(still: 9));

    [Theory]
    [InlineData(0.019, StackLevel.Clean)]
    [InlineData(0.021, StackLevel.Collided)]
    public void A_blow_against_the_tiles_edge_costs_a_fifth(double impulse, object level) => Assert.Equal(level, LevelWith(edge: impulse));

    [Theory]
    [InlineData(0.008, StackLevel.Clean)]
    [InlineData(0.012, StackLevel.SpoonFallen)]
    public void A_spoon_below_the_rim_has_fallen(double sunk, object level)
    {
        using MoveTheStackTask task = Placed(default, spoon: new Vector3D(0, 0, MoveTheStackTask.RimHeight - sunk));
        Assert.Equal(level, task.Level);
    }

    [Theory]
    [InlineData(9, StackLevel.Clean)]
    [InlineData(11, StackLevel.SpoonFallen)]
    [InlineData(29, StackLevel.SpoonFallen)]
    [InlineData(31, StackLevel.KnockedOver)]
    public void A_glass_must_stand_upright(double degrees, object level)
    {
        using MoveTheStackTask task = Placed(default, QuaternionD.About(new Vector3D(1, 0, 0), degrees * Math.PI / 180));
        Assert.Equal(level, task.Level);
    }

    [Fact]
    public void A_state_continues_in_another_instance_with_the_glass_in_the_hand()
    {
        using ISimulator first = Simulator(new MoveTheStackOptions()), second = Simulator(new MoveTheStackOptions());
        first.Reset(5);
        IDemonstrator expert = first.CreateDemonstrator(5)!;
        for (int i = 0; i < 150; i++)
            first.Step(expert.Act());
        second.Reset(9);
        second.RestoreState(first.SaveState());
        double[] action = [0.1, 0.1, 0.1, 0, 0, 0, 1];
        for (int i = 0; i < 10; i++)
            Assert.Equal(first.Step(action).Observation.Values, second.Step(action).Observation.Values);
        Assert.Equal(first.SaveState().Values.ToArray(), second.SaveState().Values.ToArray());
    }

    private static StackLevel LevelWith(bool lifted = true, int still = 10, double edge = 0)
    {
        using MoveTheStackTask task = Placed(default, lifted: lifted, still: still, edge: edge);
        return task.Level;
    }

    // The glass somewhere on the tile, in the tile's axes, remembered as an episode would that got so far.
    private static MoveTheStackTask Placed(Vector3D aside, QuaternionD? tilt = null, Vector3D? spoon = null, bool lifted = true, int still = 10, double edge = 0)
    {
        MoveTheStackTask task = Task(new MoveTheStackOptions());
        task.Physics.Reset(() => task.Initialise(1));
        Pose tile = task.Tile;
        Pose glass = new(tile.ToWorld(aside with { Z = MoveTheStackTask.TileTop - tile.Position.Z - 1e-5 }), tilt ?? QuaternionD.Identity);
        task.Physics.Reset(() =>
        {
            task.Initialise(1);
            Put(task, "glass", glass);
            Put(task, "spoon", new Pose(glass.ToWorld(spoon ?? new Vector3D(0, 0, MoveTheStackTask.RimHeight + 0.0029)), glass.Orientation));
        });
        task.Begin();
        double[] memory = new double[task.MemorySize];
        task.SaveMemory(memory);
        (memory[^3], memory[^2], memory[^1]) = (lifted ? 1 : 0, still, edge);
        task.RestoreMemory(memory);
        return task;
    }

    private static void Put(MoveTheStackTask task, string joint, Pose pose)
    {
        Span<double> qpos = task.Physics.Data.Qpos[task.Physics.Model.QposAddress(joint)..];
        pose.Position.CopyTo(qpos);
        pose.Orientation.CopyTo(qpos[3..]);
    }

    private static Vector3D At(double[] values, int start) => new(values.AsSpan(start, 3));

    private static void AssertFills(IEnumerable<double> values, double from, double to)
    {
        double slack = 0.05 * (to - from);
        Assert.InRange(values.Min(), from - 1e-9, from + slack);
        Assert.InRange(values.Max(), to - slack, to + 1e-9);
    }

    private static void AssertNear(Vector3D expected, Vector3D actual, double tolerance) => Assert.True((expected - actual).Length <= tolerance, $"{actual} instead of {expected} ± {tolerance}");

    private static MoveTheStackTask Task(MoveTheStackOptions options) => new(Needs.MuJoCo(), options);

    private static ISimulator Simulator(MoveTheStackOptions options)
    {
        Needs.MuJoCo();
        return new MoveTheStackPlugin().Create(options, new PluginContext());
    }
}
