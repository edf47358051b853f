using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Tasks.ShelfPlace;
using DiffOG.Simulation.MuJoCo.Tests.Sawyer;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.ShelfPlace;

public sealed class ShelfPlaceTests
{
    [Fact]
    public void Cube_and_goal_start_within_their_ranges()
    {
        using ISimulator world = Simulator();
        double[][] starts = [.. Enumerable.Range(0, 200).Select(seed => world.Reset(seed).Observation.Values)];
        Assert.All(starts, s => Assert.InRange(s[4], -0.1, 0.1));
        Assert.All(starts, s => Assert.InRange(s[5], 0.5, 0.6));
        Assert.All(starts, s => Assert.Equal(0.02, s[6], 1e-9));
        Assert.All(starts, s => Assert.InRange(s[36], -0.1, 0.1));
        Assert.All(starts, s => Assert.InRange(s[37], 0.8, 0.9));
        Assert.All(starts, s => Assert.InRange(s[38], 0.299, 0.301));
        Assert.True(starts.Max(s => s[4]) > 0.09 && starts.Min(s => s[36]) < -0.09);
    }

    [Fact]
    public void The_frame_holds_the_cube_with_the_scalar_part_last_and_no_second_object()
    {
        using ShelfPlaceTask task = Task();
        task.Physics.Reset(() => task.Initialise(3));
        task.Begin();
        double[] seen = new double[39];
        task.Observe(seen);
        Assert.Equal([task.Cube.X, task.Cube.Y, task.Cube.Z, 0, 0, 0, 1], seen[4..11]);
        Assert.Equal(new double[7], seen[11..18]);
    }

    [Theory]
    [InlineData(0.0699, true)]
    [InlineData(0.0701, false)]
    public void The_task_is_fulfilled_within_seven_centimetres_of_the_goal(double distance, bool success)
    {
        using ShelfPlaceTask task = Task();
        task.Physics.Reset(() =>
        {
            task.Initialise(3);
            (task.Goal + (distance * new Vector3D(0, -0.8, 0.6))).CopyTo(task.Physics.Data.Qpos[task.Physics.Model.QposAddress("cube")..]);
        });
        Assert.Equal((success, success ? 1.0 : 0.0), (task.Judge().Success, task.Judge().Score));
    }

    [Fact]
    public void A_cube_on_the_board_counts()
    {
        using ShelfPlaceTask task = Task();
        task.Physics.Reset(() =>
        {
            task.Initialise(3);
            (task.Goal - (0.02 * Vector3D.Up)).CopyTo(task.Physics.Data.Qpos[task.Physics.Model.QposAddress("cube")..]);
        });
        for (int i = 0; i < 40; i++)
            task.Physics.Advance(task.Substep);
        Assert.Equal(0.27, task.Cube.Z - task.Goal.Z + 0.3, 1e-3);
        Assert.True(task.Judge().Success);
    }

    [Fact]
    public void The_plates_do_not_sink_into_the_light_cube()
    {
        using ISimulator world = Simulator();
        world.Reset(0);
        IDemonstrator expert = world.CreateDemonstrator(0)!;
        double[] seen = [];
        for (int i = 0; i < 130; i++)
            seen = world.Step(expert.Act()).Observation.Values;
        // The cube of 4 cm, and half a plate on each side.
        Assert.True(seen[6] > 0.1, "The cube is not lifted.");
        Assert.Equal(0.52, seen[3], 0.03);
    }

    [Fact]
    public void The_expert_brings_the_cube_into_the_shelf_and_holds_it()
    {
        using ISimulator world = Simulator();
        Expert.Episode[] played = [.. Enumerable.Range(0, 5).Select(seed => Expert.Play(world, seed))];
        Assert.All(played, e => Assert.True(e is { Succeeded: > 80, Kept: true }, $"{e.Succeeded}, {e.Kept}"));
        Assert.NotEqual(played[0].Actions[20], played[1].Actions[20]);
    }

    private static ShelfPlaceTask Task() => new(Needs.MuJoCo(), new ShelfPlaceOptions());

    private static ISimulator Simulator()
    {
        Needs.MuJoCo();
        return new ShelfPlacePlugin().Create(new ShelfPlaceOptions(), new());
    }
}
