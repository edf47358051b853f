using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.MoveTheStack;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.MoveTheStack;

/// <summary>What the task is for: the quality of a motion decides whether it succeeds.</summary>
public sealed class SmoothnessTests
{
    private const int Seeds = 6, JerkPeriod = 4;
    private const double Jerk = 0.5, Limit = 0.1;

    [Fact]
    public void Smooth_commands_succeed_jerky_ones_drop_the_spoon_and_limited_ones_succeed_again()
    {
        Assert.Equal(Seeds, Successes(jerk: 0, limit: 2));
        Assert.InRange(Successes(Jerk, limit: 2), 0, Seeds / 3);
        Assert.InRange(Successes(Jerk, Limit), Seeds - 1, Seeds);
    }

    private static int Successes(double jerk, double limit) => Enumerable.Range(1, Seeds).AsParallel().Count(seed => Succeeds(seed, jerk, limit));

    private static bool Succeeds(int seed, double jerk, double limit)
    {
        Needs.MuJoCo();
        using ISimulator world = new MoveTheStackPlugin().Create(new MoveTheStackOptions(), new PluginContext());
        TimeStep now = world.Reset(seed);
        IDemonstrator expert = world.CreateDemonstrator(seed)!;
        Random random = new(seed);
        double[] last = new double[7], push = new double[6];
        for (int t = 0; now.Kind != StepKind.Last && !now.Success; t++)
        {
            double[] action = expert.Act();
            Push(push, t % JerkPeriod, jerk, random);
            for (int d = 0; d < 6; d++)
                action[d] = Math.Clamp(Math.Clamp(action[d] + push[d], last[d] - limit, last[d] + limit), -1, 1);
            last = action;
            now = world.Step(action);
        }
        return now.Success;
    }

    // One step to somewhere, the next step back, then none: the mean is the expert's.
    private static void Push(double[] push, int phase, double jerk, Random random)
    {
        for (int d = 0; d < 6; d++)
            push[d] = phase switch { 0 => jerk * ((2 * random.NextDouble()) - 1), 1 => -push[d], _ => 0 };
    }
}
