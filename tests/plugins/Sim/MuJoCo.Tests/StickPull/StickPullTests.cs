using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Tasks.StickPull;
using DiffOG.Simulation.MuJoCo.Tests.Sawyer;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.StickPull;

public sealed class StickPullTests
{
    [Fact]
    public void Stick_goal_and_thermos_start_in_their_places()
    {
        using ISimulator world = Simulator();
        double[][] starts = [.. Enumerable.Range(0, 200).Select(seed => world.Reset(seed).Observation.Values)];
        Assert.All(starts, s => Assert.InRange(s[4], -0.1, 0));
        Assert.All(starts, s => Assert.InRange(s[5], 0.55, 0.65));
        Assert.All(starts, s => Assert.Equal(0.02, s[6], 1e-9));
        // The handle's loop, 9 cm before the thermos, which stands 9 cm behind its middle.
        Assert.All(starts, s => Assert.Equal(0, (new Vector3D(0.2, 0.6, 0.132) - new Vector3D(s.AsSpan(11))).Length, 1e-9));
        Assert.All(starts, s => Assert.InRange(s[36], 0.35, 0.45));
        Assert.All(starts, s => Assert.InRange(s[37], 0.45, 0.55));
        Assert.All(starts, s => Assert.Equal(0.02, s[38], 1e-9));
        Assert.True(starts.Max(s => s[36]) > 0.445 && starts.Min(s => s[36]) < 0.355);
    }

    [Fact]
    public void The_frame_holds_the_stick_and_the_handles_loop()
    {
        using StickPullTask task = Task();
        task.Physics.Reset(() => task.Initialise(3));
        task.Begin();
        double[] seen = new double[39];
        task.Observe(seen);
        Assert.Equal([task.Stick.X, task.Stick.Y, task.Stick.Z, 0, 0, 0, 1], seen[4..11]);
        Assert.Equal(task.Loop, new Vector3D(seen.AsSpan(11)));
        Assert.Equal(new double[4], seen[14..18]);
    }

    // The goal is 11.2 cm below the handle's loop, so 4.3 cm remain horizontally.
    [Theory]
    [InlineData(0.0429, 0.001, 0.0399, 0.0599, true)]
    [InlineData(0.0431, 0.001, 0.0399, 0.0599, false)]
    [InlineData(0.0429, -0.001, 0.0399, 0.0599, false)]
    [InlineData(0.0429, 0.001, 0.0401, 0.0599, false)]
    [InlineData(0.0429, 0.001, 0.0399, 0.0601, false)]
    public void Success_needs_the_handle_at_the_goal_and_the_stick_in_the_handle(double distance, double through, double aside, double above, bool success)
    {
        using StickPullTask task = Task();
        task.Physics.Reset(() =>
        {
            task.Initialise(3);
            Vector3D loop = task.Goal + new Vector3D(-0.6 * distance, 0.8 * distance, 0.112);
            (task.Physics.Data.Qpos[task.Physics.Model.QposAddress("thermos_x")], task.Physics.Data.Qpos[task.Physics.Model.QposAddress("thermos_y")]) = (loop.X - 0.2, loop.Y - 0.51);
            (loop + new Vector3D(through - 0.05, aside, above)).CopyTo(task.Physics.Data.Qpos[task.Physics.Model.QposAddress("stick")..]);
        });
        Assert.Equal((success, success ? 1.0 : 0.0), (task.Judge().Success, task.Judge().Score));
    }

    [Fact]
    public void The_expert_drags_the_thermos_to_the_goal()
    {
        using ISimulator world = Simulator();
        Expert.Episode[] played = [.. Enumerable.Range(0, 5).Select(seed => Expert.Play(world, seed))];
        Assert.All(played, e => Assert.True(e is { Succeeded: > 100, Kept: true }, $"{e.Succeeded}, {e.Kept}"));
        Assert.NotEqual(played[0].Actions[20], played[1].Actions[20]);
    }

    // The slide ends at x = 0.4 m, but gives way like any stop of MuJoCo.
    [Fact]
    public void Goals_at_the_far_end_of_the_range_can_be_reached()
    {
        using ISimulator world = Simulator();
        int[] far = [.. Enumerable.Range(0, 200).Where(seed => world.Reset(seed).Observation.Values[36] > 0.448).Take(2)];
        Assert.Equal(2, far.Length);
        Assert.All(far, seed => Assert.NotNull(Expert.Play(world, seed).Succeeded));
    }

    private static StickPullTask Task() => new(Needs.MuJoCo(), new StickPullOptions());

    private static ISimulator Simulator()
    {
        Needs.MuJoCo();
        return new StickPullPlugin().Create(new StickPullOptions(), new());
    }
}
