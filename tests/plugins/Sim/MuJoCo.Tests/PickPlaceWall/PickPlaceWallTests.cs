using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Tasks.PickPlaceWall;
using DiffOG.Simulation.MuJoCo.Tests.Sawyer;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.PickPlaceWall;

public sealed class PickPlaceWallTests
{
    [Fact]
    public void Puck_and_goal_start_within_their_ranges_and_apart()
    {
        using ISimulator world = Simulator();
        double[][] starts = [.. Enumerable.Range(0, 200).Select(seed => world.Reset(seed).Observation.Values)];
        Assert.All(starts, s => Assert.InRange(s[4], -0.05, 0.05));
        Assert.All(starts, s => Assert.InRange(s[5], 0.6, 0.65));
        Assert.All(starts, s => Assert.Equal(0.015, s[6], 1e-9));
        Assert.All(starts, s => Assert.InRange(s[36], -0.05, 0.05));
        Assert.All(starts, s => Assert.InRange(s[37], 0.85, 0.9));
        Assert.All(starts, s => Assert.InRange(s[38], 0.05, 0.3));
        Assert.All(starts, s => Assert.True(Math.Sqrt(Math.Pow(s[4] - s[36], 2) + Math.Pow(s[5] - s[37], 2)) >= 0.15));
        Assert.True(starts.Max(s => s[38]) > 0.28 && starts.Min(s => s[38]) < 0.07);
    }

    [Fact]
    public void The_frame_holds_the_puck_with_the_scalar_part_last_and_no_second_object()
    {
        using PickPlaceWallTask task = Task();
        task.Physics.Reset(() => task.Initialise(3));
        task.Begin();
        double[] seen = new double[39];
        task.Observe(seen);
        Assert.Equal([task.Puck.X, task.Puck.Y, task.Puck.Z, 0, 0, 0, 1], seen[4..11]);
        Assert.Equal(new double[7], seen[11..18]);
        Assert.Equal(task.Goal, new Vector3D(seen.AsSpan(36)));
    }

    [Theory]
    [InlineData(0.0699, true)]
    [InlineData(0.0701, false)]
    public void The_task_is_fulfilled_within_seven_centimetres_of_the_goal(double distance, bool success)
    {
        using PickPlaceWallTask task = Task();
        task.Physics.Reset(() =>
        {
            task.Initialise(3);
            (task.Goal + (distance * new Vector3D(0.6, 0, 0.8))).CopyTo(task.Physics.Data.Qpos[task.Physics.Model.QposAddress("puck")..]);
        });
        Assert.Equal((success, success ? 1.0 : 0.0), (task.Judge().Success, task.Judge().Score));
    }

    [Fact]
    public void The_expert_carries_the_puck_over_the_wall_and_holds_it()
    {
        using ISimulator world = Simulator();
        Expert.Episode[] played = [.. Enumerable.Range(0, 5).Select(seed => Expert.Play(world, seed))];
        Assert.All(played, e => Assert.True(e is { Succeeded: > 80, Kept: true }, $"{e.Succeeded}, {e.Kept}"));
        Assert.All(played.SelectMany(e => e.Actions).SelectMany(a => a), v => Assert.InRange(v, -1, 1));
        Assert.NotEqual(played[0].Actions[20], played[1].Actions[20]);
    }

    [Fact]
    public void The_experts_noise_is_an_option()
    {
        using ISimulator world = new PickPlaceWallPlugin().Create(Steady(), new());
        world.Reset(1);
        Assert.Equal(world.CreateDemonstrator(1)!.Act(), world.CreateDemonstrator(2)!.Act());
    }

    private static PickPlaceWallOptions Steady()
    {
        Needs.MuJoCo();
        return new PickPlaceWallOptions { ExpertNoise = 0 };
    }

    private static PickPlaceWallTask Task() => new(Needs.MuJoCo(), new PickPlaceWallOptions());

    private static ISimulator Simulator()
    {
        Needs.MuJoCo();
        return new PickPlaceWallPlugin().Create(new PickPlaceWallOptions(), new());
    }
}
