using System.Collections.Concurrent;
using DiffOG.Simulation;
using DiffOG.Specs;

namespace DiffOG.Benchmarks.Simulation;

/// <summary>How often the scripted expert of a task succeeds as it is, with jumps added to its commands, and with the changes of those clipped.</summary>
internal static class Smoothness
{
    private const int Period = 4;
    private const double Jump = 0.5, Limit = 0.1;

    public static void Run(Arguments arguments)
    {
        int episodes = arguments.Number("episodes", 100), first = arguments.Number("first-seed", 0);
        Console.WriteLine($"{"task",-24}{"smooth",10}{"jumps",10}{"clipped",10}");
        foreach (TaskEntry task in arguments.Tasks)
            Console.WriteLine($"{task.Id,-24}{Count(task, 0, 2),10}{Count(task, Jump, 2),10}{Count(task, Jump, Limit),10}");

        int Count(TaskEntry task, double jump, double limit)
        {
            ConcurrentBag<bool> outcomes = [];
            Parallel.For(0, episodes, () => task.Create(), (i, _, world) => Add(outcomes, world, first + i, jump, limit), world => world.Dispose());
            return outcomes.Count(o => o);
        }
    }

    private static ISimulator Add(ConcurrentBag<bool> outcomes, ISimulator world, int seed, double jump, double limit)
    {
        outcomes.Add(Succeeds(world, seed, jump, limit));
        return world;
    }

    private static bool Succeeds(ISimulator world, int seed, double jump, double limit)
    {
        TimeStep now = world.Reset(seed);
        IDemonstrator expert = world.CreateDemonstrator(seed)!;
        Random random = new(seed);
        int[] motion = [.. world.Spec.Action.MotionDimensions];
        double[] last = new double[world.Spec.Action.Size], push = new double[last.Length];
        for (int t = 0; now.Kind != StepKind.Last && !now.Success; t++)
        {
            double[] action = expert.Act();
            foreach (int d in motion)
            {
                // One step to somewhere, the next step back, then none: path and mean speed stay.
                push[d] = (t % Period) switch { 0 => jump * ((2 * random.NextDouble()) - 1), 1 => -push[d], _ => 0 };
                action[d] = Math.Clamp(Math.Clamp(action[d] + push[d], last[d] - limit, last[d] + limit), -1, 1);
            }
            last = action;
            now = world.Step(action);
        }
        return now.Success;
    }
}
