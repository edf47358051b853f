using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Tasks.PickPlaceWall;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Sawyer;

/// <summary>What the arm does is the same in all tasks of Meta-World; one of them stands for all.</summary>
public sealed class SawyerArmTests
{
    [Fact]
    public void With_all_joints_at_zero_the_wrist_is_a_metre_before_the_base()
    {
        using PickPlaceWallTask task = Task();
        SetJoints(task, [0, 0, 0, 0, 0, 0, 0]);
        AssertNear(new(0.991, 0.1603, 0.317), BodyOf(task, "right_l6"), 1e-4);
    }

    [Fact]
    public void In_the_makers_rest_posture_the_hand_is_where_the_published_kinematics_put_it()
    {
        using PickPlaceWallTask task = Task();
        SetJoints(task, [0, -1.18, 0, 2.18, 0, 0.57, 3.3161]);
        AssertNear(new(0.4497, 0.1603, 0.0958), BodyOf(task, "hand"), 2e-4);
    }

    [Fact]
    public void It_begins_upright_over_the_table_with_open_fingers()
    {
        using ISimulator world = Simulator();
        double[] seen = world.Reset(1).Observation.Values;
        AssertNear(new(0, 0.6, 0.2), new(seen), 2e-3);
        Assert.Equal(1, seen[3]);
        using PickPlaceWallTask task = Task();
        task.Physics.Reset(() => task.Initialise(1));
        QuaternionD hand = new(task.Physics.Data.Xquat(task.Physics.Model.Id(MjObject.Body, "hand")));
        AssertNear(new(0, 0, -1), hand.Turn(new(1, 0, 0)), 0.01);
        AssertNear(new(0, 1, 0), hand.Turn(new(0, 1, 0)), 0.01);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_full_command_drags_the_hand_a_centimetre_a_step(int axis)
    {
        using ISimulator world = Simulator();
        double[] before = world.Reset(1).Observation.Values, push = [0, 0, 0, -1];
        push[axis] = 1;
        Repeat(world, push, 10);
        double[] after = Repeat(world, [0, 0, 0, -1], 30);
        for (int d = 0; d < 3; d++)
            Assert.Equal(d == axis ? 0.1 : 0, after[d] - before[d], 2e-3);
    }

    [Fact]
    public void The_hand_stops_at_the_limits_of_the_workspace()
    {
        using ISimulator world = Simulator();
        world.Reset(1);
        AssertNear(new(0.5, 0.4, 0.5), new(Settle(world, [1, -1, 1, -1])), 4e-3);
        AssertNear(new(-0.5, 0.4, 0.05), new(Settle(world, [-1, 0, -1, -1])), 4e-3);
    }

    [Fact]
    public void The_gripper_presses_as_hard_as_it_is_told()
    {
        using ISimulator world = Simulator();
        world.Reset(1);
        double gentle = Repeat(world, [0, 0, 0, 0.2], 12)[3];
        world.Reset(1);
        double hard = Repeat(world, [0, 0, 0, 1], 12)[3];
        Assert.InRange(hard, 0.2, gentle - 0.1);
        // The stops of the two plates leave 3 cm from middle to middle.
        Assert.Equal(0.3, Repeat(world, [0, 0, 0, 1], 60)[3], 0.01);
        Assert.Equal(1, Repeat(world, [0, 0, 0, -1], 60)[3], 1e-9);
    }

    [Fact]
    public void Zero_holds_the_hand_where_it_is()
    {
        using ISimulator world = Simulator();
        double[] before = world.Reset(1).Observation.Values;
        Assert.Equal([0, 0, 0, 0], world.CommandInForce.ToArray());
        AssertNear(new(before), new(Repeat(world, [0, 0, 0, 0], 60)), 2e-3);
    }

    [Fact]
    public void An_observation_holds_a_frame_the_frame_before_and_the_goal()
    {
        using ISimulator world = Simulator();
        string[] frame = ["hand_pos", "gripper_opening", "object0_pos", "object0_quat", "object1_pos", "object1_quat"];
        Assert.Equal([.. frame, .. frame.Select(n => "last_" + n), "goal_pos"], world.Spec.Observations.Entries.Select(e => e.Name));
        Assert.Equal((39, 4, 80.0, 500), (world.Spec.Observations.Size, world.Spec.Action.Size, world.Spec.Rate, world.Spec.MaxSteps));
        double[] first = world.Reset(1).Observation.Values;
        Assert.Equal(first[..18], first[18..36]);
        double[] second = world.Step(new double[] { 1, 0, 0, 1 }).Observation.Values, third = world.Step(new double[] { 1, 0, 0, 1 }).Observation.Values;
        Assert.Equal(first[..18], second[18..36]);
        Assert.Equal(second[..18], third[18..36]);
        Assert.NotEqual(third[..18], third[18..36]);
    }

    [Fact]
    public void The_frame_before_survives_a_saved_state()
    {
        using ISimulator first = Simulator(), second = Simulator();
        first.Reset(1);
        Repeat(first, [0.5, -0.2, -0.4, 0.5], 5);
        second.Reset(2);
        second.RestoreState(first.SaveState());
        Assert.Equal(first.Step(new double[4]).Observation.Values, second.Step(new double[4]).Observation.Values);
    }

    [Fact]
    public void The_camera_of_the_published_pipeline_shows_the_scene_upright()
    {
        using PickPlaceWallTask task = Task();
        CameraSpec camera = task.Spec.Cameras[1];
        Assert.Equal(new CameraSpec("corner2", 128, 128), camera);
        ReadOnlySpan<double> turn = task.Physics.Model.Doubles("cam_quat", 4 * task.Physics.Model.Size("ncam")).Slice(4 * task.Physics.Model.Id(MjObject.Camera, "corner2"), 4);
        QuaternionD orientation = new(turn);
        AssertNear(new(-0.746, 0.458, -0.484), orientation.Turn(new(0, 0, -1)), 1e-3);
        Assert.InRange(orientation.Turn(new(0, 1, 0)).Z, 0.8, 1);
    }

    private static double[] Settle(ISimulator world, double[] push)
    {
        Repeat(world, push, 110);
        return Repeat(world, [0, 0, 0, -1], 30);
    }

    private static double[] Repeat(ISimulator world, double[] action, int steps)
    {
        double[] last = [];
        for (int i = 0; i < steps; i++)
            last = world.Step(action).Observation.Values;
        return last;
    }

    private static void SetJoints(PickPlaceWallTask task, double[] angles)
    {
        for (int j = 0; j < angles.Length; j++)
            task.Physics.Data.Qpos[task.Physics.Model.QposAddress($"right_j{j}")] = angles[j];
        task.Physics.Data.Forward();
    }

    private static Vector3D BodyOf(PickPlaceWallTask task, string name) => new(task.Physics.Data.Xpos(task.Physics.Model.Id(MjObject.Body, name)));

    private static PickPlaceWallTask Task() => new(Needs.MuJoCo(), new PickPlaceWallOptions());

    private static ISimulator Simulator()
    {
        Needs.MuJoCo();
        return new PickPlaceWallPlugin().Create(new PickPlaceWallOptions(), new());
    }

    private static void AssertNear(Vector3D expected, Vector3D actual, double tolerance) =>
        Assert.True((expected - actual).Length <= tolerance, $"{actual} instead of {expected} ± {tolerance}");
}
