using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.PushT;
using DiffOG.Simulation.MuJoCo.Tasks.PushT.Expert;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.PushT;

public sealed class PushTExpertTests
{
    // Seed 50 begins with the tip inside the block, 65 with a block that lies over the edge.
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(50)]
    [InlineData(65)]
    public void The_expert_covers_the_outline(int seed)
    {
        using ISimulator world = World();
        TimeStep now = world.Reset(seed);
        IDemonstrator expert = world.CreateDemonstrator(seed)!;
        double[] last = world.CommandInForce.ToArray();
        while (now.Kind != StepKind.Last && !now.Success)
        {
            now = world.Step(expert.Act());
            double[] target = world.CommandInForce.ToArray();
            Assert.True(Math.Max(Math.Abs(target[0] - last[0]), Math.Abs(target[1] - last[1])) < 0.1 * 256, "The target jumps.");
            last = target;
        }
        Assert.True(now.Success, $"Covered {now.Score:F3}.");
    }

    [Fact]
    public void Other_seeds_push_otherwise()
    {
        using ISimulator world = World();
        world.Reset(3);
        IDemonstrator one = world.CreateDemonstrator(1)!, other = world.CreateDemonstrator(2)!;
        Assert.NotEqual(Enumerable.Range(0, 5).Select(_ => one.Act()[0]), Enumerable.Range(0, 5).Select(_ => other.Act()[0]));
    }

    [Fact]
    public void What_it_looks_ahead_with_moves_as_the_world_does()
    {
        using PushTTask task = new(Needs.MuJoCo(), new PushTOptions());
        task.Physics.Reset(() => task.Place(new PlanarPoint(256, 220), default, new PlanarPose(new PlanarPoint(256, 256), 0.2)));
        task.Begin();
        PushModel model = new(task.Tip, task.TipVelocity, task.Block);
        for (int i = 1; i <= 12; i++)
        {
            PlanarPoint target = new(256, 220 + (5 * i));
            task.Command([target.X, target.Y]);
            task.Physics.Advance(task.Substep);
            model.Step(target);
        }
        Assert.True((task.Block.Origin - new PlanarPoint(256, 256)).Length > 15, "Nothing was pushed.");
        Assert.Equal(0, (model.Block.Origin - task.Block.Origin).Length, 1.0);
        Assert.Equal(task.Block.Angle, model.Block.Angle, 0.02);
    }

    private static ISimulator World()
    {
        Needs.MuJoCo();
        return new PushTPlugin().Create(new PushTOptions(), new PluginContext());
    }
}
