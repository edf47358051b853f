using System.Collections.Concurrent;
using System.Diagnostics;
using DiffOG.Simulation;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Specs;

namespace DiffOG.Benchmarks.Simulation;

/// <summary>How often the scripted experts succeed, how long they take, how they move, and how much room for contacts they use.</summary>
internal static class Experts
{
    private const double Jump = 0.1;

    public static void Run(Arguments arguments)
    {
        int episodes = arguments.Number("episodes", 100), first = arguments.Number("first-seed", 0);
        Console.WriteLine($"{"task",-24}{"success",10}{"steps to success: median",26}{"95 %",7}{"most",7}{"mean |Δa|",11}{"over 0.1",10}{"contacts",10}{"rows",6}{"seconds",9}");
        foreach (TaskEntry task in arguments.Tasks)
        {
            long start = Stopwatch.GetTimestamp();
            Episode[] played = Play(task, episodes, first);
            if (played.Length > 0)
                Print(task, played, Stopwatch.GetElapsedTime(start).TotalSeconds);
            foreach (Episode failed in played.Where(e => e.Success is null && arguments.Has("failures")))
                Console.WriteLine($"    seed {failed.Seed} failed, best score {failed.Best:F2}");
        }
    }

    /// <summary>How often the expert succeeds, of how many episodes, and its median number of steps.</summary>
    public static (int Successes, int Played, int MedianSteps) Count(TaskEntry task, int episodes, int first)
    {
        Episode[] played = Play(task, episodes, first);
        int[] steps = [.. played.Select(e => e.Success).OfType<int>().Order()];
        return (steps.Length, played.Length, steps.Length == 0 ? 0 : steps[steps.Length / 2]);
    }

    private static void Print(TaskEntry task, Episode[] played, double seconds)
    {
        int[] steps = [.. played.Select(e => e.Success).OfType<int>().Order()];
        int At(double share) => steps.Length == 0 ? 0 : steps[(int)Math.Min(steps.Length - 1, share * steps.Length)];
        Console.WriteLine(
            $"{task.Id,-24}{$"{steps.Length}/{played.Length}",10}{At(0.5),26}{At(0.95),7}{At(1),7}{played.Average(e => e.Change),11:F4}{played.Average(e => e.Jumps),10:P1}{played.Max(e => e.Contacts),10}{played.Max(e => e.Rows),6}{seconds,9:F1}");
    }

    private static Episode[] Play(TaskEntry task, int episodes, int first)
    {
        ConcurrentBag<Episode> played = [];
        int next = -1;
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            using ISimulator world = task.Create();
            for (int i = Interlocked.Increment(ref next); i < episodes; i = Interlocked.Increment(ref next))
            {
                if (Play(world, first + i) is { } episode)
                    played.Add(episode);
            }
        });
        return [.. played.OrderBy(e => e.Seed)];
    }

    private static Episode? Play(ISimulator world, int seed)
    {
        TimeStep now = world.Reset(seed);
        if (world.CreateDemonstrator(seed) is not { } expert)
            return null;
        IReadOnlyList<int> motion = world.Spec.Action.MotionDimensions;
        IReadOnlyList<ActionDimension> all = world.Spec.Action.Dimensions;
        double[] last = world.CommandInForce.ToArray();
        double sum = 0, best = 0;
        int steps = 0, jumps = 0;
        while (!now.Success && now.Kind != StepKind.Last)
        {
            now = world.Step(expert.Act());
            double[] command = world.CommandInForce.ToArray();
            // Changes are those of actions brought to −1 to 1.
            double[] changes = [.. motion.Select(d => 2 * Math.Abs(command[d] - last[d]) / (all[d].Maximum - all[d].Minimum))];
            (last, steps, best) = (command, steps + 1, Math.Max(best, now.Score));
            sum += changes.Average();
            jumps += changes.Max() > Jump ? 1 : 0;
        }
        (int contacts, int rows) = ((MuJoCoSimulator)world).Task.Physics.Data.MostUsed;
        return new Episode(seed, now.Success ? steps : null, best, sum / steps, (double)jumps / steps, contacts, rows);
    }

    private sealed record Episode(int Seed, int? Success, double Best, double Change, double Jumps, int Contacts, int Rows);
}
