using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.PushT;
using DiffOG.Specs;
using DiffOG.Testing.Contracts;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.PushT;

public sealed class PushTPluginContract : PluginContract<PushTPlugin>;

public sealed class PushTContract : SimulatorContract
{
    protected override ISimulator Create()
    {
        Needs.MuJoCo();
        return new PushTPlugin().Create(new PushTOptions { MaxSteps = 40 }, new PluginContext());
    }
}

public sealed class PushTTaskTests
{
    [Fact]
    public void The_spec_is_that_of_the_published_task()
    {
        using ISimulator simulator = Simulator();
        Assert.Equal([new ObservationEntry("keypoints", 18, "px"), new ObservationEntry("agent_pos", 2, "px")], simulator.Spec.Observations.Entries);
        Assert.Equal([new ActionDimension("x", ActionGroup.Translation, "px", 0, 512), new ActionDimension("y", ActionGroup.Translation, "px", 0, 512)], simulator.Spec.Action.Dimensions);
        Assert.Equal((ActionMode.Absolute, 10.0, 300, "coverage"), (simulator.Spec.Action.Mode, simulator.Spec.Rate, simulator.Spec.MaxSteps, simulator.Spec.ScoreName));
    }

    [Fact]
    public void The_demonstrations_seeds_begin_the_demonstrations_episodes() => RequireRecordedBeginnings(HumanEpisodes.Few(), 4);

    [Fact]
    public void Nearly_all_seeds_begin_the_recorded_episodes() => RequireRecordedBeginnings(HumanEpisodes.All(), 190);

    [Fact]
    public void The_command_in_force_after_a_reset_is_where_the_tip_is()
    {
        using ISimulator simulator = Simulator();
        double[] seen = simulator.Reset(7).Observation.Values;
        Assert.Equal(seen[18..], simulator.CommandInForce.ToArray());
        Assert.Equal(seen[18..], simulator.Step(simulator.CommandInForce).Observation.Values[18..]);
    }

    [Fact]
    public void A_push_through_the_centre_of_gravity_moves_the_block_straight_and_it_stops_at_once()
    {
        using var task = new PushTTask(Needs.MuJoCo(), new PushTOptions());
        task.Physics.Reset(() => task.Place(new PlanarPoint(150, 245), default, new PlanarPose(new PlanarPoint(200, 200), 0)));
        task.Begin();
        Act(task, new PlanarPoint(200, 245), 30);
        Assert.Equal(0, task.Block.Angle, 3);
        Assert.Equal(200, task.Block.Origin.Y, 2);
        Assert.Equal(230, task.Block.Origin.X, 0.3);
        PlanarPose before = task.Block;
        Act(task, new PlanarPoint(150, 245), 10);
        Assert.Equal(before.Origin.X, task.Block.Origin.X, 0.3);
    }

    [Fact]
    public void Walls_hold_the_block()
    {
        using var task = new PushTTask(Needs.MuJoCo(), new PushTOptions());
        task.Physics.Reset(() => task.Place(new PlanarPoint(480, 150), default, new PlanarPose(new PlanarPoint(440, 120), Math.PI / 2)));
        task.Begin();
        Act(task, new PlanarPoint(420, 150), 5);
        task.Place(new PlanarPoint(300, 120), default, new PlanarPose(new PlanarPoint(440, 120), Math.PI / 2));
        task.Begin();
        Act(task, new PlanarPoint(455, 120), 40);
        Assert.All(TBlock.Boxes.SelectMany(b => b), corner => Assert.InRange(task.Block.ToPicture(corner).X, 0, 506));
    }

    [Fact]
    public void The_picture_shows_tip_block_goal_and_target_where_they_are()
    {
        Needs.Renderer();
        using ISimulator simulator = Simulator();
        double[] seen = simulator.Reset(0).Observation.Values;
        simulator.Step(new double[] { 400, 60 });
        Image image = simulator.Render("top", 512, 512);
        Assert.Equal((255, 255, 255), At(image, 60, 480));
        Assert.Equal((144, 238, 144), At(image, 256, 262));
        Assert.Equal((255, 0, 0), At(image, 400, 60));
        Assert.Equal((119, 136, 153), At(image, seen[6], seen[7]));
        Assert.Equal((211, 211, 211), At(image, 5, 256));
    }

    [Fact]
    public void Options_are_checked_by_their_ranges() =>
        Assert.Equal((PluginKind.Simulator, 300), (PluginKinds.KindOf(new PushTPlugin().Contract), new PushTOptions().MaxSteps));

    private static (int R, int G, int B) At(Image image, double x, double y)
    {
        int at = 3 * (((int)y * image.Width) + (int)x);
        return (image.Rgb[at], image.Rgb[at + 1], image.Rgb[at + 2]);
    }

    private static void RequireRecordedBeginnings(List<RecordedStep[]> episodes, int atLeast)
    {
        using var task = new PushTTask(Needs.MuJoCo(), new PushTOptions());
        int equal = 0;
        for (int episode = 0; episode < episodes.Count; episode++)
        {
            task.Physics.Reset(() => task.Initialise(episode));
            (PlanarPose block, RecordedStep first) = (task.Block, episodes[episode][0]);
            bool same = (task.Tip - first.Tip).Length < 1e-3 && (block.Origin - first.Block.Origin).Length < 1e-3
                && Math.Abs(Math.IEEERemainder(block.Angle - first.Block.Angle, 2 * Math.PI)) < 1e-5;
            equal += same ? 1 : 0;
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{equal} of {episodes.Count} episodes begin as recorded");
        Assert.True(equal >= atLeast, $"{equal} of {episodes.Count} episodes begin as recorded.");
    }

    private static void Act(PushTTask task, PlanarPoint target, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            task.Command([target.X, target.Y]);
            task.Physics.Advance(task.Substep);
        }
    }

    private static ISimulator Simulator()
    {
        Needs.MuJoCo();
        return new PushTPlugin().Create(new PushTOptions(), new PluginContext());
    }
}
