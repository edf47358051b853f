using DiffOG.Simulation.MuJoCo.Tasks.Square;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Square;

public sealed class SquareExpertTests
{
    // Of these seeds' nuts the handles point in different directions, and the hand takes some one way round, some the other.
    [Fact]
    public void The_expert_puts_the_nut_over_the_peg_lets_go_and_leaves()
    {
        using SquareTask task = SquareTests.Task();
        for (int seed = 20; seed < 25; seed++)
        {
            int first = Play(task, seed, steps: 190);
            Assert.InRange(first, 80, 170);
            Assert.True(task.Judge().Success && task.Arm.Opening > 0.07 && task.Arm.GripPosition[2] > 0.95, $"Seed {seed} did not finish.");
            Assert.InRange(task.Nut.Position.Z, 0.829, 0.832);
        }
    }

    [Fact]
    public void Seeds_differ_in_more_than_trembling()
    {
        using SquareTask task = SquareTests.Task();
        task.Physics.Reset(() => task.Initialise(1));
        task.Begin();
        double[][] first = [.. Enumerable.Range(0, 3).Select(seed => task.CreateDemonstrator(seed)!.Act())];
        Assert.All(first.Skip(1), a => Assert.NotEqual(first[0], a));
        int[] durations = [Play(task, 30, 170), Play(task, 31, 170), Play(task, 32, 170)];
        Assert.True(durations.Max() - durations.Min() > 2);
    }

    private static int Play(SquareTask task, long seed, int steps)
    {
        task.Physics.Reset(() => task.Initialise(seed));
        task.Begin();
        IDemonstrator expert = task.CreateDemonstrator(seed)!;
        int first = -1;
        for (int i = 0; i < steps; i++)
        {
            task.Command(expert.Act());
            task.Physics.Advance(task.Substep);
            first = first < 0 && task.Judge().Success ? i : first;
        }
        return first;
    }
}
