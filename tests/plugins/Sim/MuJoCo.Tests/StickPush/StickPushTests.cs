using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Rendering;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.StickPush;
using DiffOG.Simulation.MuJoCo.Tests.Sawyer;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.StickPush;

public sealed class StickPushTests
{
    [Fact]
    public void Stick_goal_and_thermos_start_in_their_places()
    {
        using ISimulator world = Simulator();
        double[][] starts = [.. Enumerable.Range(0, 200).Select(seed => world.Reset(seed).Observation.Values)];
        Assert.All(starts, s => Assert.InRange(s[4], -0.08, -0.03));
        Assert.All(starts, s => Assert.InRange(s[5], 0.58, 0.62));
        Assert.All(starts, s => Assert.Equal(0.02, s[6], 1e-9));
        Assert.All(starts, s => Assert.Equal(0, (new Vector3D(0.2, 0.6, 0.132) - new Vector3D(s.AsSpan(11))).Length, 1e-9));
        Assert.All(starts, s => Assert.InRange(s[36], 0.399, 0.401));
        Assert.All(starts, s => Assert.InRange(s[37], 0.55, 0.6));
        Assert.All(starts, s => Assert.Equal(0.132, s[38], 1e-9));
        Assert.True(starts.Max(s => s[37]) > 0.59 && starts.Min(s => s[37]) < 0.56);
    }

    [Fact]
    public void The_frame_holds_the_stick_with_the_scalar_part_last_and_the_thermos_without_orientation()
    {
        using StickPushTask task = Task();
        task.Physics.Reset(() => task.Initialise(3));
        task.Begin();
        double[] seen = new double[39];
        task.Observe(seen);
        Assert.Equal([task.Stick.X, task.Stick.Y, task.Stick.Z, 0, 0, 0, 1], seen[4..11]);
        Assert.Equal(task.Container, new Vector3D(seen.AsSpan(11)));
        Assert.Equal(new double[4], seen[14..18]);
    }

    [Fact]
    public void Success_needs_the_thermos_at_the_goal_and_the_stick_in_the_hand()
    {
        StickPushTask task = Task();
        using MuJoCoSimulator world = new(task, RenderQuality.Fast);
        world.Reset(0);
        IDemonstrator expert = world.CreateDemonstrator(0)!;
        for (int i = 0; i < 105; i++)
            world.Step(expert.Act());
        // The stick is held in the air, the thermos far from the goal.
        Assert.True(task.Stick.Z > 0.05, "The stick is not lifted.");
        Assert.False(task.Judge().Success);
        int slide = task.Physics.Model.QposAddress("thermos_x");
        double before = task.Physics.Data.Qpos[slide], missing = Math.Sqrt((0.12 * 0.12) - Math.Pow(task.Container.Y - task.Goal.Y, 2));
        foreach ((double slack, bool success) in new[] { (-0.001, true), (0.001, false) })
        {
            task.Physics.Data.Qpos[slide] = before + (task.Goal.X - missing - slack - task.Container.X);
            task.Physics.Data.Step1();
            Assert.Equal(success, task.Judge().Success);
            task.Physics.Data.Qpos[slide] = before;
            task.Physics.Data.Step1();
        }
        // Let go: the thermos is there, but nobody holds the stick.
        for (int i = 0; i < 60; i++)
            world.Step(new double[] { 0, 0, 0, -1 });
        task.Physics.Data.Qpos[slide] = 0.2;
        task.Physics.Data.Step1();
        Assert.True((task.Container - task.Goal).Length < 0.12);
        Assert.False(task.Judge().Success);
    }

    [Fact]
    public void The_expert_pushes_the_thermos_to_the_goal_and_keeps_the_stick()
    {
        using ISimulator world = Simulator();
        Expert.Episode[] played = [.. Enumerable.Range(0, 5).Select(seed => Expert.Play(world, seed))];
        Assert.All(played, e => Assert.True(e is { Succeeded: > 80, Kept: true }, $"{e.Succeeded}, {e.Kept}"));
        Assert.NotEqual(played[0].Actions[20], played[1].Actions[20]);
    }

    private static StickPushTask Task() => new(Needs.MuJoCo(), new StickPushOptions());

    private static ISimulator Simulator()
    {
        Needs.MuJoCo();
        return new StickPushPlugin().Create(new StickPushOptions(), new());
    }
}
