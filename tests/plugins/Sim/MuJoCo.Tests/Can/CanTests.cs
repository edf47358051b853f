using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Tasks.Can;
using DiffOG.Simulation.MuJoCo.Tests.Panda;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Can;

public sealed class CanTests
{
    [Fact]
    public void An_observation_is_in_the_order_of_robomimic()
    {
        using CanTask task = Task();
        Assert.Equal([("object", 14), ("robot0_eef_pos", 3), ("robot0_eef_quat", 4), ("robot0_gripper_qpos", 2)], task.Spec.Observations.Entries.Select(e => (e.Name, e.Size)));
        Assert.Equal(["overview", "agentview", "robot0_eye_in_hand"], task.Spec.Cameras.Select(c => c.Name));
        Assert.Equal((20.0, 400), (task.Spec.Rate, task.Spec.MaxSteps));
        Begin(task, new Pose(new Vector3D(0.05, -0.3, 0.9), QuaternionD.FromVector(new Vector3D(0.4, -0.7, 1.2))));
        double[] seen = new double[23];
        task.Observe(seen);
        SeenObject.Check(task, "can", seen.AsSpan(0, 14));
        Assert.Equal(task.Arm.GripPosition, seen.AsSpan(14, 3));
    }

    [Fact]
    public void The_arm_stands_where_robosuite_puts_it_before_bins()
    {
        using CanTask task = Task(new CanOptions { JointNoise = 0 });
        task.Physics.Reset(() => task.Initialise(1));
        Assert.Equal(-0.5 + 0.4572, task.Arm.GripPosition[0], 1e-4);
        Assert.Equal(-0.1, task.Arm.GripPosition[1], 1e-4);
        Assert.Equal(0.912 + 0.0990, task.Arm.GripPosition[2], 1e-4);
    }

    [Fact]
    public void The_can_starts_within_its_range_and_at_any_yaw()
    {
        using CanTask task = Task();
        Pose[] starts = [.. Enumerable.Range(0, 400).Select(seed =>
        {
            task.Physics.Reset(() => task.Initialise(seed));
            return task.Can;
        })];
        Assert.All(starts, s => Assert.Equal(0.86, s.Position.Z, 1e-12));
        AssertSpread(starts.Select(s => s.Position.X - 0.1), 0.145 - 0.0354);
        AssertSpread(starts.Select(s => s.Position.Y + 0.25), 0.195 - 0.0354);
        AssertSpread(starts.Select(s => s.Orientation.Yaw), Math.PI);
    }

    // Inside the fourth compartment, and a millimetre outside through each of its faces.
    [Theory]
    [InlineData(0.1975, 0.4025, 0.86, true)]
    [InlineData(0.101, 0.281, 0.801, true)]
    [InlineData(0.294, 0.524, 0.899, true)]
    [InlineData(0.099, 0.4025, 0.86, false)]
    [InlineData(0.296, 0.4025, 0.86, false)]
    [InlineData(0.1975, 0.279, 0.86, false)]
    [InlineData(0.1975, 0.526, 0.86, false)]
    [InlineData(0.1975, 0.4025, 0.799, false)]
    [InlineData(0.1975, 0.4025, 0.901, false)]
    public void The_can_must_be_in_the_fourth_compartment(double x, double y, double z, bool success)
    {
        using CanTask task = Task();
        Begin(task, new Pose(new Vector3D(x, y, z), QuaternionD.Identity));
        Assert.Equal((success, success ? 1.0 : 0.0), (task.Judge().Success, task.Judge().Score));
    }

    [Fact]
    public void Before_the_hand_is_away_the_task_is_not_fulfilled()
    {
        using CanTask task = Task();
        bool within = false;
        foreach (bool success in CanExpertTests.Play(task, seed: 11, steps: 210))
        {
            Vector3D can = task.Can.Position;
            double reach = 1 - Math.Tanh(10 * (new Vector3D(task.Arm.GripPosition) - can).Length);
            Assert.Equal(CanTask.IsInCompartment(can) && reach < 0.6, success);
            within |= CanTask.IsInCompartment(can) && !success;
        }
        Assert.True(within);
        Assert.True(task.Judge().Success);
    }

    [Fact]
    public void A_can_left_alone_stays_upright_where_it_is()
    {
        using CanTask task = Task();
        Begin(task, new Pose(new Vector3D(0.1, -0.25, 0.86), QuaternionD.Identity));
        for (int i = 0; i < 20; i++)
            task.Physics.Advance(task.Substep);
        Assert.Equal(1, task.Can.Orientation.Turn(Vector3D.Up).Z, 1e-4);
        Assert.Equal(0, (task.Can.Position - new Vector3D(0.1, -0.25, 0.8603)).Length, 5e-4);
    }

    [Fact]
    public void The_can_weighs_what_it_does_in_robosuite()
    {
        using CanTask task = Task();
        Assert.Equal(0.01465, task.Physics.Model.BodyMass[task.Physics.Model.Id(MjObject.Body, "can")], 1e-12);
    }

    internal static CanTask Task(CanOptions? options = null) => new(Needs.MuJoCo(), options ?? new CanOptions());

    private static void Begin(CanTask task, Pose can)
    {
        task.Physics.Reset(() =>
        {
            task.Initialise(1);
            Span<double> qpos = task.Physics.Data.Qpos[task.Physics.Model.QposAddress("can")..];
            can.Position.CopyTo(qpos);
            can.Orientation.CopyTo(qpos[3..]);
        });
        task.Begin();
    }

    private static void AssertSpread(IEnumerable<double> values, double half)
    {
        double[] all = [.. values];
        Assert.InRange(all.Max(), 0.95 * half, half + 1e-4);
        Assert.InRange(all.Min(), -half - 1e-4, -0.95 * half);
    }
}
