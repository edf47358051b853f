using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Tasks.Square;
using DiffOG.Simulation.MuJoCo.Tests.Panda;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Square;

public sealed class SquareTests
{
    [Fact]
    public void An_observation_is_in_the_order_of_robomimic()
    {
        using SquareTask task = Task();
        Assert.Equal([("object", 14), ("robot0_eef_pos", 3), ("robot0_eef_quat", 4), ("robot0_gripper_qpos", 2)], task.Spec.Observations.Entries.Select(e => (e.Name, e.Size)));
        Assert.Equal(["overview", "agentview", "robot0_eye_in_hand"], task.Spec.Cameras.Select(c => c.Name));
        Assert.Equal((20.0, 400), (task.Spec.Rate, task.Spec.MaxSteps));
        Begin(task, new Pose(new Vector3D(-0.1, 0.2, 0.95), QuaternionD.FromVector(new Vector3D(0.4, -0.7, 1.2))));
        double[] seen = new double[23];
        task.Observe(seen);
        SeenObject.Check(task, "nut", seen.AsSpan(0, 14));
    }

    [Fact]
    public void The_nut_starts_within_its_range_and_at_any_yaw()
    {
        using SquareTask task = Task();
        Pose[] starts = [.. Enumerable.Range(0, 400).Select(seed =>
        {
            task.Physics.Reset(() => task.Initialise(seed));
            return task.Nut;
        })];
        Assert.All(starts, s => Assert.Equal(0.89, s.Position.Z, 1e-12));
        AssertSpread(starts.Select(s => s.Position.X), -0.115, -0.11);
        AssertSpread(starts.Select(s => s.Position.Y), 0.11, 0.225);
        AssertSpread(starts.Select(s => s.Orientation.Yaw), -Math.PI, Math.PI);
    }

    // 3 cm along x and along y, each by itself, and 5 cm above the table.
    [Theory]
    [InlineData(0.23, 0.1, 0.83, true)]
    [InlineData(0.259, 0.129, 0.869, true)]
    [InlineData(0.201, 0.071, 0.869, true)]
    [InlineData(0.2601, 0.1, 0.83, false)]
    [InlineData(0.1999, 0.1, 0.83, false)]
    [InlineData(0.23, 0.1301, 0.83, false)]
    [InlineData(0.23, 0.0699, 0.83, false)]
    [InlineData(0.23, 0.1, 0.8701, false)]
    [InlineData(0.23, -0.1, 0.83, false)]
    public void The_nut_must_be_around_the_square_peg(double x, double y, double z, bool success)
    {
        using SquareTask task = Task();
        Begin(task, new Pose(new Vector3D(x, y, z), QuaternionD.Identity));
        Assert.Equal((success, success ? 1.0 : 0.0), (task.Judge().Success, task.Judge().Score));
    }

    [Fact]
    public void A_hand_at_the_nuts_middle_counts_as_not_yet_away()
    {
        using SquareTask task = Task();
        task.Physics.Reset(() => task.Initialise(1));
        task.Begin();
        Vector3D hand = new(task.Arm.GripPosition);
        Assert.True(task.IsHandAway(hand + new Vector3D(0.0424, 0, 0)));
        Assert.False(task.IsHandAway(hand + new Vector3D(0, 0.0423, 0)));
    }

    // Half the opening is 22.75 mm, half the peg 16 mm: 6.75 mm of play on each side, and a little at every yaw.
    [Theory]
    [InlineData(0.0067, 0, 0, false)]
    [InlineData(0.0068, 0, 0, true)]
    [InlineData(-0.0067, 0, 180, false)]
    [InlineData(-0.0068, 0, 180, true)]
    [InlineData(0, 0.0067, 90, false)]
    [InlineData(0, 0.0068, 90, true)]
    [InlineData(0, 0, 45, false)]
    [InlineData(0.0003, 0, 45, true)]
    public void The_nut_has_the_published_play_around_the_peg(double x, double y, double degrees, bool touches)
    {
        using SquareTask task = Task();
        Begin(task, new Pose(SquareTask.Peg + new Vector3D(x, y, 0.03), QuaternionD.About(Vector3D.Up, degrees * Math.PI / 180)));
        Assert.Equal(touches, task.Physics.Data.Contacts.Count > 0);
    }

    [Fact]
    public void A_nut_left_alone_falls_flat_and_lies_still()
    {
        using SquareTask task = Task();
        task.Physics.Reset(() => task.Initialise(4));
        task.Begin();
        for (int i = 0; i < 20; i++)
            task.Physics.Advance(task.Substep);
        Pose lying = task.Nut;
        Assert.Equal(0.83, lying.Position.Z, 5e-4);
        Assert.Equal(1, lying.Orientation.Turn(Vector3D.Up).Z, 1e-4);
        for (int i = 0; i < 10; i++)
            task.Physics.Advance(task.Substep);
        Assert.Equal(0, (task.Nut.Position - lying.Position).Length, 5e-4);
    }

    [Fact]
    public void The_nut_weighs_what_its_five_boxes_do()
    {
        using SquareTask task = Task();
        double volume = 8 * 0.01 * ((2 * 0.0105 * 0.04375) + (2 * 0.03125 * 0.0105) + (0.02525 * 0.015875));
        Assert.Equal(100 * volume, task.Physics.Model.BodyMass[task.Physics.Model.Id(MjObject.Body, "nut")], 1e-9);
    }

    internal static SquareTask Task() => new(Needs.MuJoCo(), new SquareOptions());

    private static void Begin(SquareTask task, Pose nut)
    {
        task.Physics.Reset(() =>
        {
            task.Initialise(1);
            Span<double> qpos = task.Physics.Data.Qpos[task.Physics.Model.QposAddress("nut")..];
            nut.Position.CopyTo(qpos);
            nut.Orientation.CopyTo(qpos[3..]);
        });
        task.Begin();
    }

    private static void AssertSpread(IEnumerable<double> values, double from, double to)
    {
        double[] all = [.. values];
        double margin = 0.03 * (to - from);
        Assert.InRange(all.Max(), to - margin, to + 1e-9);
        Assert.InRange(all.Min(), from - 1e-9, from + margin);
    }
}
