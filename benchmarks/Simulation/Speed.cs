using System.Diagnostics;
using DiffOG.Simulation;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Benchmarks.Simulation;

/// <summary>
/// How fast worlds are stepped, against a bare loop of <c>mj_step</c> over the same states: a pass of one follows a pass of
/// the other, so that what else the machine does meets both.
/// </summary>
internal static class Speed
{
    private const double WarmUp = 2; // [s]
    private const int Resets = 5, LanesPerCore = 4, BatchPasses = 5;

    public static void Run(Arguments arguments)
    {
        int passes = arguments.Number("passes", 60), steps = arguments.Number("steps", 50);
        string driver = arguments.Has("expert") ? "the expert's commands" : "the robot held";
        Console.WriteLine($"{passes} passes of {steps} control steps each, {driver}; medians of {ThreadClock.Name}, and the quartiles of the passes' ratios");
        Console.WriteLine($"{"task",-24}{"physics",9}{"bare mj_step",14}{"simulator",11}{"of bare",9}{"quartiles",15}{"loop+controller",17}{"of that",9}{"mj_step",11}{"Control()",11}{"bytes/step",12}{"reset",11}{"world",10}{"all cores",12}");
        foreach (TaskEntry task in arguments.Tasks)
        {
            using var world = (MuJoCoSimulator)task.Create();
            Print(task, world, Tape.Record(world, steps, arguments.Has("expert")), passes);
        }
    }

    private static void Print(TaskEntry task, MuJoCoSimulator world, Tape tape, int passes)
    {
        double[] observation = new double[world.Spec.Observations.Size];
        world.Reset(1, observation);
        Action rewind = BackTo(world);
        Action step = () => Steps(world, tape, observation), control = () => Controlled(world.Task, tape);
        Samples bare = new(tape.Rewind, tape.Replay), whole = new(rewind, step), controlled = new(rewind, control), torques = new(rewind, () => Torques(world.Task, tape));
        Samples resets = new(() => { }, () => Begin(world, observation));
        Samples[] all = [bare, whole, controlled, torques, resets];
        // Code is compiled for speed only after it has run for a while.
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUp;)
            Array.ForEach(all, s => s.Take());
        Array.ForEach(all, s => s.Seconds.Clear());
        for (int i = 0; i < passes; i++)
            Array.ForEach(all, s => s.Take());
        double n = tape.Commands.Length, substeps = n * world.Task.Physics.Substeps;
        double[] ratios = [.. bare.Seconds.Zip(whole.Seconds, (b, w) => b / w).Order()], others = [.. controlled.Seconds.Zip(whole.Seconds, (c, w) => c / w).Order()];
        Console.WriteLine(
            $"{task.Id,-24}{world.Task.Physics.Substeps,9}{n / Median(bare.Seconds),12:F0}/s{n / Median(whole.Seconds),9:F0}/s{Median(ratios),9:P1}{$"{ratios[ratios.Length / 4]:P1}–{ratios[ratios.Length * 3 / 4]:P1}",15}"
            + $"{n / Median(controlled.Seconds),15:F0}/s{Median(others),9:P1}{1e6 * Median(bare.Seconds) / substeps,8:F2} µs{1e6 * Median(torques.Seconds) / substeps,8:F2} µs{Allocated(rewind, step) / n,12:F1}{1e3 * Median(resets.Seconds) / Resets,8:F3} ms{Megabytes(world),7:F1} MB{SideBySide(task, tape),10:F0}/s{(tape.SetsStates ? "  states set" : "")}");
    }

    private static Action BackTo(MuJoCoSimulator world)
    {
        SimulatorState start = world.SaveState();
        return () => world.RestoreState(start);
    }

    private static void Steps(MuJoCoSimulator world, Tape tape, double[] observation)
    {
        foreach (double[] command in tape.Commands)
            world.Step(command, observation);
    }

    // The controller and the physics alone: no observation, no judgement, no checks.
    private static void Controlled(MuJoCoTask task, Tape tape)
    {
        foreach (double[] command in tape.Commands)
        {
            task.Command(command);
            for (int i = 0; i < task.Physics.Substeps; i++)
                task.Substep();
            task.Finish();
        }
    }

    private static void Torques(MuJoCoTask task, Tape tape)
    {
        for (int i = 0; i < task.Physics.Substeps * tape.Commands.Length; i++)
            task.Control();
    }

    // Steps a second of the clock on the wall, of all worlds together: the best of some passes.
    private static double SideBySide(TaskEntry task, Tape tape)
    {
        using SimulatorBatch batch = new([.. Enumerable.Range(0, LanesPerCore * Environment.ProcessorCount).Select(_ => task.Create())]);
        double[][] commands = [.. tape.Commands.Select(command => Enumerable.Repeat(command, batch.Lanes).SelectMany(c => c).ToArray())];
        double best = double.MaxValue;
        for (int pass = 0; pass < BatchPasses; pass++)
        {
            batch.Reset(Enumerable.Range(0, batch.Lanes).Select(i => (long)i).ToArray());
            long start = Stopwatch.GetTimestamp();
            foreach (double[] actions in commands)
                batch.Step(actions);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return batch.Lanes * tape.Commands.Length / best;
    }

    private static void Begin(MuJoCoSimulator world, double[] observation)
    {
        for (int seed = 0; seed < Resets; seed++)
            world.Reset(seed, observation);
    }

    private static double Megabytes(MuJoCoSimulator world) => world.Task.Physics.Data.Size / 1e6;

    private static double Allocated(Action rewind, Action steps)
    {
        rewind();
        long before = GC.GetAllocatedBytesForCurrentThread();
        steps();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>How long something took, pass by pass.</summary>
    /// <param name="prepare">Not timed.</param>
    /// <param name="work">Timed.</param>
    private sealed class Samples(Action prepare, Action work)
    {
        public List<double> Seconds { get; } = [];

        public void Take()
        {
            prepare();
            double start = ThreadClock.Now;
            work();
            Seconds.Add(ThreadClock.Now - start);
        }
    }
}
