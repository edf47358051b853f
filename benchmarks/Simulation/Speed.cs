using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Benchmarks.Simulation;

/// <summary>
/// How fast worlds are stepped, against a bare loop of <c>mj_step</c> over the same states: a pass of one follows a pass of
/// the other, so that what else the machine does meets both.
/// </summary>
internal static class Speed
{
    private const int Resets = 5;

    public static void Run(Arguments arguments)
    {
        int passes = arguments.Number("passes", 60), steps = arguments.Number("steps", 50);
        string driver = arguments.Has("expert") ? "the expert's commands" : "the robot held";
        Console.WriteLine($"{passes} passes of {steps} control steps each, {driver}; medians of {ThreadClock.Name}, and the quartiles of the passes' ratios");
        Console.WriteLine($"{"task",-24}{"physics",9}{"bare mj_step",14}{"simulator",11}{"of bare",9}{"quartiles",15}{"loop+controller",17}{"of that",9}{"mj_step",11}{"Control()",11}{"bytes/step",12}{"reset",11}{"world",10}");
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
        for (int i = 0; i < passes + 3; i++)
        {
            if (i == 3)
                Samples.Forget(bare, whole, controlled, torques, resets);
            bare.Take();
            whole.Take();
            controlled.Take();
            torques.Take();
            resets.Take();
        }
        double n = tape.Commands.Length, substeps = n * world.Task.Physics.Substeps;
        double[] ratios = [.. bare.Seconds.Zip(whole.Seconds, (b, w) => b / w).Order()], others = [.. controlled.Seconds.Zip(whole.Seconds, (c, w) => c / w).Order()];
        Console.WriteLine(
            $"{task.Id,-24}{world.Task.Physics.Substeps,9}{n / Median(bare.Seconds),12:F0}/s{n / Median(whole.Seconds),9:F0}/s{Median(ratios),9:P1}{$"{ratios[ratios.Length / 4]:P1}–{ratios[ratios.Length * 3 / 4]:P1}",15}"
            + $"{n / Median(controlled.Seconds),15:F0}/s{Median(others),9:P1}{1e6 * Median(bare.Seconds) / substeps,8:F2} µs{1e6 * Median(torques.Seconds) / substeps,8:F2} µs{Allocated(rewind, step) / n,12:F1}{1e3 * Median(resets.Seconds) / Resets,8:F3} ms{Megabytes(world),7:F1} MB{(tape.SetsStates ? "  states set" : "")}");
    }

    private static Action BackTo(MuJoCoSimulator world)
    {
        DiffOG.Simulation.SimulatorState start = world.SaveState();
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

        public static void Forget(params Samples[] all)
        {
            foreach (Samples samples in all)
                samples.Seconds.Clear();
        }

        public void Take()
        {
            prepare();
            double start = ThreadClock.Now;
            work();
            Seconds.Add(ThreadClock.Now - start);
        }
    }
}
