using System.Diagnostics;
using DiffOG.Simulation;

namespace DiffOG.Benchmarks.Simulation;

/// <summary>One line a task: how often its expert succeeds, control steps a second on one core and on all, pictures a second.</summary>
internal static class Table
{
    private const int LanesPerCore = 4, Passes = 5;

    public static void Run(Arguments arguments)
    {
        int episodes = arguments.Number("episodes", 100), first = arguments.Number("first-seed", 0), steps = arguments.Number("steps", 100), pictures = arguments.Number("pictures", 100);
        int cores = Environment.ProcessorCount;
        Console.WriteLine($"Experts on seeds {first} to {first + episodes - 1}; steps: the robot held, the best of {Passes} passes of {steps}; pictures: {pictures} of each camera that policies are given");
        Console.WriteLine($"{"task",-24}{"expert",10}{"median steps",14}{"steps/s, 1 core",17}{$"{cores} cores",10}{"pictures/s",12}  cameras");
        foreach (TaskEntry task in arguments.Tasks)
        {
            (int successes, int played, int median) = Experts.Count(task, episodes, first);
            double one = StepsPerSecond(task, 1, steps), all = StepsPerSecond(task, cores, steps);
            using ISimulator world = task.Create();
            string cameras = string.Join(", ", Pictures.PolicyCameras(world).Select(c => $"{c.Name} {c.Width}x{c.Height}"));
            Console.WriteLine($"{task.Id,-24}{$"{successes}/{played}",10}{median,14}{one,17:F0}{all,10:F0}{Pictures.Rate(world, pictures),12:F0}  {cameras}");
        }
    }

    private static double StepsPerSecond(TaskEntry task, int threads, int steps)
    {
        using SimulatorBatch batch = new([.. Enumerable.Range(0, LanesPerCore * threads).Select(_ => task.Create())], threads);
        long[] seeds = [.. Enumerable.Range(0, batch.Lanes).Select(i => (long)i)];
        double best = double.MaxValue;
        for (int pass = 0; pass < Passes; pass++)
        {
            batch.Reset(seeds);
            double[] hold = [.. Enumerable.Range(0, batch.Lanes).SelectMany(lane => batch[lane].CommandInForce.ToArray())];
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < steps; i++)
                batch.Step(hold);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return batch.Lanes * steps / best;
    }
}
