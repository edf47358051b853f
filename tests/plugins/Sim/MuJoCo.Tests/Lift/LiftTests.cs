using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Tasks.Lift;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Lift;

public sealed class LiftTests
{
    private static readonly double[] Base = [-0.56, 0, 0.912];

    [Fact]
    public void The_hand_begins_where_the_kinematics_of_the_real_arm_put_it()
    {
        using LiftTask task = Task(new LiftOptions { JointNoise = 0 });
        task.Physics.Reset(() => task.Initialise(1));
        AssertNear([Base[0] + 0.4572, Base[1], Base[2] + 0.0990], task.Arm.GripPosition, 1e-4);
        // Along the fingers: tilted by 7.3 degrees. Across them: along the world's y axis.
        AssertNear([0.127, 0, -0.992], [task.Arm.GripRotation[2], task.Arm.GripRotation[5], task.Arm.GripRotation[8]], 5e-4);
        Assert.Equal(1, Math.Abs(task.Arm.GripRotation[4]), 1e-6);
        AssertNear([Base[0] + 0.4449, 0, Base[2] + 0.1953], task.Physics.Data.Xpos(task.Physics.Model.Id(MjObject.Body, "robot0_right_hand")), 1e-4);
    }

    [Fact]
    public void With_all_joints_at_zero_the_flange_points_down_from_the_top()
    {
        using LiftTask task = Task(new LiftOptions());
        task.Physics.Data.Qpos.Clear();
        task.Physics.Data.Forward();
        AssertNear([Base[0] + 0.088, 0, Base[2] + 1.033], task.Physics.Data.Xpos(task.Physics.Model.Id(MjObject.Body, "robot0_link7")), 1e-9);
    }

    [Fact]
    public void The_masses_are_those_of_the_recorded_robot()
    {
        using LiftTask task = Task(new LiftOptions { CubeHalfSize = 0.02 });
        MjModel model = task.Physics.Model;
        Assert.Equal([4, 3, 3, 2, 2, 2, 1.5, 0.5], Enumerable.Range(0, 8).Select(i => model.BodyMass[model.Id(MjObject.Body, $"robot0_link{i}")]));
        Assert.Equal(0.064, model.BodyMass[model.Id(MjObject.Body, "cube")], 1e-12);
    }

    [Fact]
    public void An_observation_is_in_the_order_of_robomimic()
    {
        using ISimulator lift = Simulator();
        Assert.Equal(["object", "robot0_eef_pos", "robot0_eef_quat", "robot0_gripper_qpos"], lift.Spec.Observations.Entries.Select(e => e.Name));
        double[] seen = lift.Reset(7).Observation.Values;
        Assert.Equal(19, seen.Length);
        AssertNear([0, 0, 0.8 + 0.021 + 0.01], seen.AsSpan(0, 3), 0.0301);
        AssertNear([seen[10] - seen[0], seen[11] - seen[1], seen[12] - seen[2]], seen.AsSpan(7, 3), 1e-12);
        Assert.Equal(1, seen[13..17].Sum(v => v * v), 1e-9);
        // The scalar part comes last: a hand that points down has almost none of it, a cube that stands has no x and y.
        Assert.Equal(0, seen[16], 0.15);
        AssertNear([0, 0], seen.AsSpan(3, 2), 1e-9);
        AssertNear([0.020833, -0.020833], seen.AsSpan(17), 1e-9);
    }

    [Fact]
    public void The_action_has_six_motions_and_the_gripper_last()
    {
        using ISimulator lift = Simulator();
        Assert.Equal((ActionMode.Relative, 20), (lift.Spec.Action.Mode, lift.Spec.Rate));
        Assert.Equal(["dx", "dy", "dz", "rx", "ry", "rz", "gripper"], lift.Spec.Action.Dimensions.Select(d => d.Name));
        Assert.Equal([0, 1, 2, 3, 4, 5], lift.Spec.Action.MotionDimensions);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_constant_command_moves_the_hand_along_its_axis(int axis)
    {
        using ISimulator lift = Simulator();
        double[] before = lift.Reset(3).Observation.Values;
        double[] action = [0, 0, 0, 0, 0, 0, -1];
        action[axis] = 0.5;
        double[] after = Repeat(lift, action, 10);
        double[] moved = [.. Enumerable.Range(10, 3).Select(i => after[i] - before[i])];
        Assert.InRange(moved[axis], 0.04, 0.10);
        Assert.All(Enumerable.Range(0, 3).Where(d => d != axis), d => Assert.Equal(0, moved[d], 0.012));
    }

    [Fact]
    public void Zero_holds_the_hand_where_it_is()
    {
        using ISimulator lift = Simulator();
        double[] before = lift.Reset(3).Observation.Values;
        double[] after = Repeat(lift, lift.CommandInForce.ToArray(), 40);
        AssertNear(before[10..13], after.AsSpan(10, 3), 2e-3);
        AssertNear(before[13..17], after.AsSpan(13, 4), 5e-3);
        AssertNear(before[17..], after.AsSpan(17), 2e-3);
    }

    [Fact]
    public void The_sign_alone_closes_and_opens_the_gripper_within_ten_steps()
    {
        using ISimulator lift = Simulator();
        lift.Reset(3);
        double[] closed = Repeat(lift, [0, 0, 0, 0, 0, 0, 0.01], 12);
        AssertNear([0, 0], closed.AsSpan(17), 2e-3);
        double[] open = Repeat(lift, [0, 0, 0, 0, 0, 0, -0.01], 12);
        AssertNear([0.04, -0.04], open.AsSpan(17), 2e-3);
    }

    [Fact]
    public void The_task_is_fulfilled_above_four_centimetres()
    {
        using LiftTask task = Task(new LiftOptions());
        foreach ((double height, bool success) in new[] { (0.8399, false), (0.8401, true) })
        {
            task.Physics.Reset(() =>
            {
                task.Initialise(1);
                task.Physics.Data.Qpos[task.Physics.Model.QposAddress("cube") + 2] = height;
            });
            Assert.Equal((success, success ? 1.0 : 0.0), (task.Judge().Success, task.Judge().Score));
        }
    }

    [Fact]
    public void The_cube_starts_within_its_range_and_at_any_yaw()
    {
        using ISimulator lift = Simulator();
        double[][] starts = [.. Enumerable.Range(0, 60).Select(seed => lift.Reset(seed).Observation.Values)];
        Assert.All(starts, s => Assert.InRange(Math.Max(Math.Abs(s[0]), Math.Abs(s[1])), 0, 0.03));
        Assert.True(starts.Max(s => s[0]) > 0.02 && starts.Min(s => s[0]) < -0.02);
        Assert.Contains(starts, s => Math.Abs(s[5]) > 0.95);
        Assert.Contains(starts, s => Math.Abs(s[6]) > 0.95);
    }

    [Fact]
    public void A_state_continues_in_another_instance_within_a_grasp()
    {
        using ISimulator first = Simulator(), second = Simulator();
        first.Reset(5);
        IDemonstrator expert = first.CreateDemonstrator(5)!;
        for (int i = 0; i < 48; i++)
            first.Step(expert.Act());
        second.Reset(9);
        second.RestoreState(first.SaveState());
        Assert.Equal(first.CommandInForce.ToArray(), second.CommandInForce.ToArray());
        double[] up = [0, 0, 0.3, 0, 0, 0, 1];
        for (int i = 0; i < 10; i++)
            Assert.Equal(first.Step(up).Observation.Values, second.Step(up).Observation.Values);
        Assert.Throws<ArgumentException>(() => second.RestoreState(new SimulatorState([1, 2, 3])));
    }

    [Fact]
    public void Instances_on_two_threads_do_not_disturb_each_other()
    {
        Needs.MuJoCo();
        double[][] alone = [Play(1), Play(2)];
        double[][] together = new double[2][];
        Parallel.For(0, 2, i => together[i] = Play(i + 1));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void A_camera_the_task_lacks_is_refused()
    {
        using ISimulator lift = Simulator();
        DiffOGException error = Assert.Throws<DiffOGException>(() => lift.Render("sideview", 10, 10));
        Assert.Equal("DOG1703", error.Id);
        Assert.Equal("The task has no camera 'sideview'; it has overview, agentview, robot0_eye_in_hand.", error.Detail);
    }

    private static double[] Play(long seed)
    {
        using ISimulator lift = Simulator();
        lift.Reset(seed);
        IDemonstrator expert = lift.CreateDemonstrator(seed)!;
        double[] last = [];
        for (int i = 0; i < 20; i++)
            last = lift.Step(expert.Act()).Observation.Values;
        return last;
    }

    private static double[] Repeat(ISimulator simulator, double[] action, int steps)
    {
        double[] last = [];
        for (int i = 0; i < steps; i++)
            last = simulator.Step(action).Observation.Values;
        return last;
    }

    private static LiftTask Task(LiftOptions options) => new(Needs.MuJoCo(), options);

    private static ISimulator Simulator()
    {
        Needs.MuJoCo();
        return new LiftPlugin().Create(new LiftOptions(), new PluginContext());
    }

    private static void AssertNear(double[] expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"[{i}] {actual[i]} instead of {expected[i]} ± {tolerance}");
    }
}
