using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Tasks.Transport;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Transport;

public sealed class TransportTests
{
    private const int FirstArm = 41, SecondArm = 50;

    [Fact]
    public void Both_hands_begin_where_the_kinematics_of_the_real_arm_put_them()
    {
        using TransportTask task = Task(new TransportOptions { JointNoise = 0 });
        task.Physics.Reset(() => task.Initialise(1));
        // The bases face each other across the tables, so what is forward for one is backward for the other.
        AssertNear([0, -0.81 + 0.4572, 0.912 + 0.0990], task.Sender.GripPosition, 1e-4);
        AssertNear([0, 0.81 - 0.4572, 0.912 + 0.0990], task.Receiver.GripPosition, 1e-4);
        AssertNear([0, 0.127, -0.992], [task.Sender.GripRotation[2], task.Sender.GripRotation[5], task.Sender.GripRotation[8]], 5e-4);
        AssertNear([0, -0.127, -0.992], [task.Receiver.GripRotation[2], task.Receiver.GripRotation[5], task.Receiver.GripRotation[8]], 5e-4);
    }

    [Fact]
    public void The_action_has_both_arms_motions_each_with_its_gripper_last()
    {
        using ISimulator transport = Simulator();
        string[] one = ["dx", "dy", "dz", "rx", "ry", "rz", "gripper"];
        Assert.Equal((ActionMode.Relative, 20, 700), (transport.Spec.Action.Mode, transport.Spec.Rate, transport.Spec.MaxSteps));
        Assert.Equal([.. one.Select(d => "robot0_" + d), .. one.Select(d => "robot1_" + d)], transport.Spec.Action.Dimensions.Select(d => d.Name));
        Assert.Equal([0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12], transport.Spec.Action.MotionDimensions);
        Assert.Equal(
            ["overview", "agentview", "shouldercamera0", "shouldercamera1", "robot0_eye_in_hand", "robot1_eye_in_hand"], transport.Spec.Cameras.Select(c => c.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Equal_commands_move_both_hands_the_same_way_in_the_world(int axis)
    {
        using ISimulator transport = Simulator();
        double[] before = transport.Reset(3).Observation.Values, after = [], action = [0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, -1];
        (action[axis], action[7 + axis]) = (0.5, 0.5);
        for (int i = 0; i < 10; i++)
            after = transport.Step(action).Observation.Values;
        foreach (int arm in new[] { FirstArm, SecondArm })
        {
            double[] moved = [.. Enumerable.Range(arm, 3).Select(i => after[i] - before[i])];
            Assert.InRange(moved[axis], 0.04, 0.10);
            Assert.All(Enumerable.Range(0, 3).Where(d => d != axis), d => Assert.Equal(0, moved[d], 0.012));
        }
    }

    [Fact]
    public void Equal_rotations_turn_both_hands_the_same_way_about_the_worlds_axes()
    {
        using ISimulator transport = Simulator();
        double[] before = transport.Reset(3).Observation.Values, after = [];
        for (int i = 0; i < 8; i++)
            after = transport.Step(new[] { 0, 0, 0, 0, 0, 0.3, 0, 0, 0, 0, 0, 0, 0.3, 0 }).Observation.Values;
        foreach (int arm in new[] { FirstArm, SecondArm })
        {
            Vector3D turned = (Hand(after, arm) * Hand(before, arm).Inverse).ToVector();
            Assert.InRange(turned.Z, 0.2, 1.2);
            Assert.InRange(turned.HorizontalLength, 0, 0.1);
        }
    }

    [Fact]
    public void An_observation_is_in_the_order_of_robosuite()
    {
        using TransportTask task = Task(new TransportOptions());
        task.Physics.Reset(() => task.Initialise(7));
        task.Begin();
        double[] seen = new double[59];
        task.Observe(seen);
        Assert.Equal(
            ["object", "robot0_eef_pos", "robot0_eef_quat", "robot0_gripper_qpos", "robot1_eef_pos", "robot1_eef_quat", "robot1_gripper_qpos"],
            task.Spec.Observations.Entries.Select(e => e.Name));
        MjData data = task.Physics.Data;
        double[] hammer = [.. data.Xpos(Body(task, "payload"))], cube = [.. data.Xpos(Body(task, "trash"))], lid = [.. data.Xpos(Body(task, "lid"))];
        double[] handle = [lid[0], lid[1], lid[2] + 0.005], first = seen[FirstArm..(FirstArm + 3)], second = seen[SecondArm..(SecondArm + 3)];
        AssertNear(hammer, seen.AsSpan(0, 3), 1e-12);
        AssertNear(ScalarLast(data.Xquat(Body(task, "payload"))), seen.AsSpan(3, 4), 1e-12);
        AssertNear(cube, seen.AsSpan(7, 3), 1e-12);
        AssertNear(ScalarLast(data.Xquat(Body(task, "trash"))), seen.AsSpan(10, 4), 1e-12);
        AssertNear(handle, seen.AsSpan(14, 3), 1e-12);
        AssertNear([0, 0, 0, 1], seen.AsSpan(17, 4), 1e-9);
        AssertNear([-0.2, 0.45, 0.805, 0.2, 0.45, 0.805], seen.AsSpan(21, 6), 0.005 + 1e-9);
        AssertNear(Minus(hammer, first), seen.AsSpan(27, 3), 1e-12);
        AssertNear(Minus(handle, first), seen.AsSpan(30, 3), 1e-12);
        AssertNear(Minus(hammer, second), seen.AsSpan(33, 3), 1e-12);
        AssertNear(Minus(cube, second), seen.AsSpan(36, 3), 1e-12);
        AssertNear([0, 0], seen.AsSpan(39, 2), 0);
        AssertNear(task.Sender.GripPosition.ToArray(), first, 0);
        AssertNear(task.Receiver.GripPosition.ToArray(), second, 0);
        AssertNear([0.020833, -0.020833], seen.AsSpan(57, 2), 1e-9);
    }

    [Fact]
    public void Quaternions_of_objects_have_a_scalar_part_that_is_not_negative()
    {
        using ISimulator transport = Simulator();
        double[][] starts = [.. Enumerable.Range(0, 40).Select(seed => transport.Reset(seed).Observation.Values)];
        Assert.All(starts, s => Assert.True(s[6] >= 0 && s[13] >= 0 && s[20] >= 0));
        // Both turns of the hammer's quaternion occur: it is of the hammer, not of how it was put there.
        Assert.Contains(starts, s => s[4] < 0);
        Assert.Contains(starts, s => s[4] > 0);
    }

    [Fact]
    public void Objects_start_within_their_ranges_and_lie_still()
    {
        using TransportTask task = Task(new TransportOptions());
        List<Pose> hammers = [], cubes = [];
        for (int seed = 0; seed < 200; seed++)
        {
            task.Physics.Reset(() => task.Initialise(seed));
            AssertNear([0.2, -0.45], [task.StartBin.X, task.StartBin.Y], 0.005);
            AssertNear([task.StartBin.X, task.StartBin.Y, 0.976], [task.LidHandle.Position.X, task.LidHandle.Position.Y, task.LidHandle.Position.Z], 1e-9);
            AssertNear([task.StartBin.X, task.StartBin.Y], [task.Payload.Position.X, task.Payload.Position.Y], 1e-9);
            AssertNear([task.TargetBin.X, task.TargetBin.Y], [task.Trash.Position.X, task.Trash.Position.Y], 1e-9);
            hammers.Add(task.Payload);
            cubes.Add(task.Trash);
        }
        double[] heads = [.. hammers.Select(h => h.Orientation.Turn(Vector3D.Up).Y)], yaws = [.. cubes.Select(c => c.Orientation.Yaw)];
        Assert.All(heads, y => Assert.True(Math.Abs(y) >= Math.Cos(Math.PI / 6) - 1e-9));
        Assert.InRange(heads.Count(y => y > 0), 70, 130);
        Assert.InRange(yaws.Min(), -0.3 * Math.PI, -0.8);
        Assert.InRange(yaws.Max(), 0.8, 0.3 * Math.PI);
        Assert.Contains(heads, y => Math.Abs(y) < 0.9);
    }

    [Fact]
    public void Left_alone_the_lid_stays_on_and_everything_comes_to_rest()
    {
        using ISimulator transport = Simulator();
        double[] start = transport.Reset(11).Observation.Values, end = [];
        for (int i = 0; i < 30; i++)
            end = transport.Step(new double[14]).Observation.Values;
        AssertNear(start[..3], end.AsSpan(0, 3), 0.004);
        AssertNear(start[7..10], end.AsSpan(7, 3), 0.002);
        AssertNear([start[14], start[15], 0.975], end.AsSpan(14, 3), 0.001);
    }

    // The base's top is at 0.81, the hammer's head 0.0165 above when it lies, the cube 0.02: one part of a millimetre decides.
    [Theory]
    [InlineData(-0.0002, -0.0002, true)]
    [InlineData(0.0002, -0.0002, false)]
    [InlineData(-0.0002, 0.0002, false)]
    public void The_task_is_fulfilled_when_both_touch_the_bases_of_their_bins(double hammerGap, double cubeGap, bool success)
    {
        using TransportTask task = Task(new TransportOptions());
        task.Physics.Reset(() =>
        {
            task.Initialise(1);
            Put(task, "payload", [-0.2, 0.45, 0.81 + 0.0165 + hammerGap]);
            Put(task, "trash", [0.2, 0.45, 0.81 + 0.02 + cubeGap]);
        });
        Assert.Equal((hammerGap < 0, cubeGap < 0), (task.PayloadInTargetBin, task.TrashInTrashBin));
        Assert.Equal((success, success ? 1.0 : 0.0), (task.Judge().Success, task.Judge().Score));
    }

    [Fact]
    public void The_other_bin_or_the_table_does_not_count()
    {
        using TransportTask task = Task(new TransportOptions());
        task.Physics.Reset(() =>
        {
            task.Initialise(1);
            Put(task, "payload", [0.2, 0.45, 0.8263]);
            Put(task, "trash", [0, 0.45, 0.8198]);
        });
        Assert.False(task.PayloadInTargetBin || task.TrashInTrashBin);
    }

    [Fact]
    public void The_hammer_is_as_heavy_as_its_parts()
    {
        const double h = 0.018;
        using TransportTask task = Task(new TransportOptions { HeadHalfSize = h });
        double handle = 0.03 * 0.03 * 0.2 * 150, cylinders = Math.PI * ((0.64 * 0.4) + 0.8), boxes = 16 + (8 * 0.7072 * 0.7072 * 0.95);
        Assert.Equal(handle + (225 * h * h * h * (cylinders + boxes)), task.Physics.Model.BodyMass[Body(task, "payload")], 1e-9);
    }

    [Fact]
    public void Bins_are_where_a_state_says_after_it_is_restored()
    {
        using ISimulator first = Simulator(), second = Simulator();
        double[] seen = first.Reset(5).Observation.Values;
        second.Reset(9);
        second.RestoreState(first.SaveState());
        double[] one = first.Step(new double[14]).Observation.Values, other = second.Step(new double[14]).Observation.Values;
        Assert.Equal(one, other);
        Assert.Equal(seen[21..27], other[21..27]);
    }

    private static void Put(TransportTask task, string joint, double[] place) =>
        place.CopyTo(task.Physics.Data.Qpos[task.Physics.Model.QposAddress(joint)..]);

    private static int Body(TransportTask task, string name) => task.Physics.Model.Id(MjObject.Body, name);

    private static QuaternionD Hand(double[] seen, int arm) => new(seen[arm + 6], seen[arm + 3], seen[arm + 4], seen[arm + 5]);

    private static double[] ScalarLast(ReadOnlySpan<double> q) => q[0] < 0 ? [-q[1], -q[2], -q[3], -q[0]] : [q[1], q[2], q[3], q[0]];

    private static double[] Minus(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];

    private static TransportTask Task(TransportOptions options) => new(Needs.MuJoCo(), options);

    private static ISimulator Simulator()
    {
        Needs.MuJoCo();
        return new TransportPlugin().Create(new TransportOptions(), new PluginContext());
    }

    private static void AssertNear(double[] expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"[{i}] {actual[i]} instead of {expected[i]} ± {tolerance}");
    }
}
