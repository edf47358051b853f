using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Tasks.Lift;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Robots;

public sealed class ArmControlTests
{
    [Theory]
    [InlineData(ArmControl.EndEffectorDelta, ActionMode.Relative, "dx dy dz rx ry rz gripper")]
    [InlineData(ArmControl.EndEffectorQuaternion, ActionMode.Absolute, "x y z qx qy qz qw gripper")]
    [InlineData(ArmControl.EndEffectorRotation6D, ActionMode.Absolute, "x y z r11 r12 r13 r21 r22 r23 gripper")]
    [InlineData(ArmControl.JointPosition, ActionMode.Absolute, "joint1 joint2 joint3 joint4 joint5 joint6 joint7 gripper")]
    [InlineData(ArmControl.JointTorque, ActionMode.Relative, "joint1 joint2 joint3 joint4 joint5 joint6 joint7 gripper")]
    public void Every_control_names_its_dimensions(ArmControl control, ActionMode mode, string names)
    {
        using ISimulator world = PandaWorld.Simulator(control);
        Assert.Equal((mode, names), (world.Spec.Action.Mode, string.Join(' ', world.Spec.Action.Dimensions.Select(d => d.Name))));
        Assert.Equal([world.Spec.Action.Size - 1], world.Spec.Action.DimensionsOf(ActionGroup.Gripper));
    }

    [Fact]
    public void Joint_commands_have_the_arms_ranges()
    {
        using ISimulator angles = PandaWorld.Simulator(ArmControl.JointPosition);
        using ISimulator torques = PandaWorld.Simulator(ArmControl.JointTorque);
        Assert.Equal([-2.8973, -1.7628, -2.8973, -3.0718, -2.8973, -0.0175, -2.8973], angles.Spec.Action.Dimensions.Take(7).Select(d => d.Minimum));
        Assert.Equal([80, 80, 80, 80, 80, 12, 12], torques.Spec.Action.Dimensions.Take(7).Select(d => d.Maximum));
    }

    [Theory]
    [InlineData(ArmControl.EndEffectorDelta)]
    [InlineData(ArmControl.EndEffectorQuaternion)]
    [InlineData(ArmControl.EndEffectorRotation6D)]
    [InlineData(ArmControl.JointPosition)]
    [InlineData(ArmControl.JointTorque)]
    public void The_command_in_force_after_a_reset_holds_the_hand(ArmControl control)
    {
        using ISimulator world = PandaWorld.Simulator(control);
        double[] before = world.Reset(3).Observation.Values, hold = world.CommandInForce.ToArray(), after = before;
        for (int i = 0; i < 20; i++)
            after = world.Step(hold).Observation.Values;
        Assert.All(Enumerable.Range(10, 3), i => Assert.Equal(before[i], after[i], 3e-3));
    }

    [Theory]
    [InlineData(ArmControl.EndEffectorQuaternion)]
    [InlineData(ArmControl.EndEffectorRotation6D)]
    public void The_hand_goes_to_the_pose_that_is_named(ArmControl control)
    {
        using LiftTask task = PandaWorld.Task(control);
        Pose start = task.Arm.Grip;
        Pose goal = new(start.Position + new Vector3D(0.05, -0.04, 0.06), QuaternionD.FromVector(new Vector3D(0.1, -0.2, 0.4)) * start.Orientation);
        double[] command = new double[task.Spec.Action.Size];
        EndEffectorPoseControl.Write(goal, control, command);
        for (int i = 0; i < 40; i++)
        {
            task.Command(command);
            task.Physics.Advance(task.Substep);
        }
        Assert.Equal(0, (task.Arm.Grip.Position - goal.Position).Length, 3e-3);
        Assert.Equal(0, (task.Arm.Grip.Orientation * goal.Orientation.Inverse).ToVector().Length, 0.02);
    }

    [Theory]
    [InlineData(ArmControl.EndEffectorQuaternion)]
    [InlineData(ArmControl.EndEffectorRotation6D)]
    public void A_rotation_that_is_none_keeps_the_orientation(ArmControl control)
    {
        using LiftTask task = PandaWorld.Task(control);
        Pose start = task.Arm.Grip;
        double[] command = new double[task.Spec.Action.Size];
        start.Position.CopyTo(command);
        for (int i = 0; i < 20; i++)
        {
            task.Command(command);
            task.Physics.Advance(task.Substep);
        }
        Assert.Equal(0, (task.Arm.Grip.Orientation * start.Orientation.Inverse).ToVector().Length, 0.02);
    }

    [Fact]
    public void Joints_go_to_the_angles_that_are_named()
    {
        using LiftTask task = PandaWorld.Task(ArmControl.JointPosition);
        double[] command = new double[8];
        task.HoldCommand(command);
        double[] wanted = [.. command];
        (wanted[0], wanted[3], wanted[6]) = (wanted[0] + 0.2, wanted[3] + 0.15, wanted[6] - 0.3);
        for (int i = 0; i < 60; i++)
        {
            task.Command(wanted);
            task.Physics.Advance(task.Substep);
        }
        task.HoldCommand(command);
        Assert.All(Enumerable.Range(0, 7), j => Assert.Equal(wanted[j], command[j], 2e-3));
    }

    [Fact]
    public void A_torque_turns_its_joint()
    {
        using LiftTask task = PandaWorld.Task(ArmControl.JointTorque);
        double[] command = [2, 0, 0, 0, 0, 0, 0, 0];
        int joint = task.Physics.Model.QposAddress("robot0_joint1");
        double before = task.Physics.Data.Qpos[joint];
        task.Command(command);
        task.Physics.Advance(task.Substep);
        Assert.InRange(task.Physics.Data.Qpos[joint] - before, 1e-4, 0.1);
    }

    [Theory]
    [InlineData(ArmControl.EndEffectorQuaternion)]
    [InlineData(ArmControl.EndEffectorRotation6D)]
    public void The_expert_lifts_with_poses_as_it_does_with_changes(ArmControl control)
    {
        using ISimulator world = PandaWorld.Simulator(control);
        foreach (int seed in (int[])[1, 2, 3])
        {
            TimeStep now = world.Reset(seed);
            IDemonstrator expert = world.CreateDemonstrator(seed)!;
            for (int i = 0; i < 90 && !now.Success; i++)
                now = world.Step(expert.Act());
            Assert.True(now.Success, $"Seed {seed} failed.");
        }
    }

    [Theory]
    [InlineData(ArmControl.JointPosition)]
    [InlineData(ArmControl.JointTorque)]
    public void Joint_controls_have_no_scripted_expert(ArmControl control)
    {
        using ISimulator world = PandaWorld.Simulator(control);
        world.Reset(1);
        Assert.Null(world.CreateDemonstrator(1));
    }

    [Theory]
    [InlineData(ArmControl.EndEffectorDelta)]
    [InlineData(ArmControl.EndEffectorQuaternion)]
    [InlineData(ArmControl.JointPosition)]
    [InlineData(ArmControl.JointTorque)]
    public void A_restored_episode_goes_on_as_it_did(ArmControl control)
    {
        using ISimulator world = PandaWorld.Simulator(control);
        world.Reset(5);
        double[] command = world.CommandInForce.ToArray();
        (command[0], command[3]) = (command[0] + 0.05, command[3] + 0.05);
        world.Step(command);
        command[3] = 0;
        SimulatorState state = world.SaveState();
        double[] once = world.Step(command).Observation.Values;
        world.Reset(6);
        world.RestoreState(state);
        Assert.Equal(once, world.Step(command).Observation.Values);
    }
}
