using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Tasks.ToolHang;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.ToolHang;

public sealed class ToolHangTests(ToolHangScene scene) : IClassFixture<ToolHangScene>
{
    private const int Seeds = 200;

    [Fact]
    public void An_observation_has_the_sizes_and_order_of_robomimic()
    {
        using ISimulator world = Simulator();
        Assert.Equal(
            [("object", 44), ("robot0_eef_pos", 3), ("robot0_eef_quat", 4), ("robot0_gripper_qpos", 2)],
            world.Spec.Observations.Entries.Select(e => (e.Name, e.Size)));
        Assert.Equal((20, 700), (world.Spec.Rate, world.Spec.MaxSteps));
        Assert.Equal(
            [("overview", 256), ("sideview", 240), ("agentview", 240), ("robot0_eye_in_hand", 240)],
            world.Spec.Cameras.Select(c => (c.Name, c.Width)));
    }

    [Fact]
    public void Plate_corner_and_tool_are_observed_in_the_world_and_from_the_hand()
    {
        scene.Put();
        double[] seen = new double[53];
        scene.Task.Observe(seen);
        Pose hand = new(new Vector3D(seen.AsSpan(44)), FromScalarLast(seen.AsSpan(47)));
        (string Body, Vector3D Point)[] observed = [("stand", new(0, 0, -0.075)), ("frame", new(0.04375, 0, 0.08625)), ("tool", default)];
        for (int i = 0; i < observed.Length; i++)
        {
            Pose body = Free(observed[i].Body);
            AssertPose(new Pose(body.ToWorld(observed[i].Point), body.Orientation), seen.AsSpan(14 * i, 7));
            AssertPose(hand.Relative(new Pose(body.ToWorld(observed[i].Point), body.Orientation)), seen.AsSpan((14 * i) + 7, 7));
        }
        Assert.Equal([0, 0], seen[42..44]);
    }

    [Fact]
    public void What_is_reached_is_observed()
    {
        Pose frame = ToolHangScene.FrameWithTipAt(ToolHangScene.TubeFoot + new Vector3D(0, 0, 0.006));
        double[] seen = new double[53];
        scene.Put(frame: frame);
        scene.Task.Observe(seen);
        Assert.Equal([1, 0], seen[42..44]);
        scene.Put(frame: frame, tool: ToolHangScene.ToolAround(frame, 0.5, 0.0062));
        scene.Task.Observe(seen);
        Assert.Equal([1, 1], seen[42..44]);
    }

    [Fact]
    public void Frame_and_tool_start_within_their_places_and_headings()
    {
        using ISimulator world = Simulator();
        double[][] starts = [.. Enumerable.Range(0, Seeds).Select(seed => world.Reset(seed).Observation.Values)];
        foreach (double[] start in starts)
        {
            AssertNear(new Vector3D(-0.08, 0, 0.806), new Vector3D(start), 1e-9);
            QuaternionD frame = FromScalarLast(start.AsSpan(17));
            Vector3D tip = frame.Turn(new Vector3D(0, 0, -1)), middle = new Vector3D(start.AsSpan(14)) - frame.Turn(new Vector3D(0.04375, 0, 0.08625));
            AssertWithin(-0.04, -0.24, 60, middle, Math.Atan2(tip.Y, tip.X));
            Assert.Equal(0, tip.Z, 1e-9);
            AssertWithin(0.04, -0.20, -110, new Vector3D(start.AsSpan(28)), FromScalarLast(start.AsSpan(31)).Yaw);
        }
        foreach (int value in new[] { 14, 15, 28, 29 })
            Assert.True(starts.Max(s => s[value]) - starts.Min(s => s[value]) > 0.035);
    }

    [Fact]
    public void Everything_lies_still_from_the_beginning_on()
    {
        using ISimulator world = Simulator();
        double[] before = world.Reset(3).Observation.Values, after = before;
        for (int i = 0; i < 30; i++)
            after = world.Step(world.CommandInForce.ToArray()).Observation.Values;
        foreach (int part in new[] { 0, 14, 28 })
        {
            AssertNear(new Vector3D(before.AsSpan(part)), new Vector3D(after.AsSpan(part)), 0.002);
            Assert.True((FromScalarLast(after.AsSpan(part + 3)) * FromScalarLast(before.AsSpan(part + 3)).Inverse).ToVector().Length < 0.01);
        }
    }

    [Fact]
    public void The_parts_weigh_what_their_sizes_and_densities_say()
    {
        double[] masses = [.. new[] { "stand", "frame", "tool" }.Select(b => scene.Model.BodyMass[scene.Model.Id(MjObject.Body, b)])];
        double walls = 4 * 0.001 * 0.012 * 0.15, plate = 0.12 * 0.14 * 0.01;
        Assert.Equal(50000 * (walls + plate), masses[0], 1e-6);
        Assert.InRange(masses[1], 0.028, 0.030);
        Assert.InRange(masses[2], 0.170, 0.185);
    }

    private static void AssertWithin(double x, double y, double degrees, Vector3D place, double heading)
    {
        Assert.InRange(place.X, x - 0.0201, x + 0.0201);
        Assert.InRange(place.Y, y - 0.0201, y + 0.0201);
        Assert.InRange(heading * 180 / Math.PI, degrees - 10.01, degrees + 10.01);
    }

    // What a free joint holds: seven consecutive numbers, w first.
    private Pose Free(string joint)
    {
        ReadOnlySpan<double> qpos = scene.Task.Physics.Data.Qpos[scene.Model.QposAddress(joint)..];
        return new Pose(new Vector3D(qpos), new QuaternionD(qpos[3..]));
    }

    private static void AssertPose(Pose expected, ReadOnlySpan<double> seen)
    {
        AssertNear(expected.Position, new Vector3D(seen), 1e-9);
        Assert.True(seen[6] >= 0);
        Assert.True((FromScalarLast(seen[3..]) * expected.Orientation.Inverse).ToVector().Length < 1e-6);
    }

    private static void AssertNear(Vector3D expected, Vector3D actual, double tolerance) =>
        Assert.True((expected - actual).Length <= tolerance, $"{actual} instead of {expected} ± {tolerance}");

    private static QuaternionD FromScalarLast(ReadOnlySpan<double> q) => new(q[3], q[0], q[1], q[2]);

    private static ISimulator Simulator()
    {
        Needs.MuJoCo();
        return new ToolHangPlugin().Create(new ToolHangOptions(), new PluginContext());
    }
}
