using DiffOG.Simulation;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Simulation;

namespace DiffOG.Benchmarks.Simulation;

/// <summary>
/// What a simulator did to its world, physics step by physics step, so that a bare loop of <c>mj_step</c> can go through
/// the same states and contacts.
/// </summary>
internal sealed unsafe class Tape
{
    private readonly MuJoCoTask task;
    private readonly Part[] inputs, states;
    private readonly double[] start;
    private readonly List<double[]> inputsSeen = [], statesSeen = [];

    private Tape(MuJoCoTask task, double[][] commands)
    {
        (this.task, Commands, start) = (task, commands, new double[task.Physics.StateSize]);
        (MjData data, MjModel model) = (task.Physics.Data, task.Physics.Model);
        inputs = [new(data, "ctrl", model.Nu), new(data, "mocap_pos", 3 * model.Size("nmocap")), new(data, "mocap_quat", 4 * model.Size("nmocap")), new(data, "qfrc_applied", model.Nv)];
        states = [new(data, "qpos", model.Nq), new(data, "qvel", model.Nv)];
        task.Physics.Save(start);
    }

    /// <summary>[control steps][D].</summary>
    public double[][] Commands { get; }

    /// <summary>
    /// Whether <c>mj_step</c> with the recorded inputs leaves the recorded way, because the task also moves its world
    /// itself; the states are then set before each step, too.
    /// </summary>
    public bool SetsStates { get; private set; }

    /// <summary>Records an episode from its beginning.</summary>
    /// <param name="world">Where.</param>
    /// <param name="steps">Control steps.</param>
    /// <param name="byExpert">Whether the expert commands; otherwise the robot is held where it starts.</param>
    public static Tape Record(MuJoCoSimulator world, int steps, bool byExpert)
    {
        world.Reset(1, new double[world.Spec.Observations.Size]);
        double[] hold = world.CommandInForce.ToArray();
        IDemonstrator? expert = byExpert ? world.CreateDemonstrator(1) : null;
        Tape tape = new(world.Task, new double[Math.Min(steps, world.Spec.MaxSteps)][]);
        for (int i = 0; i < tape.Commands.Length; i++)
            tape.Record(i, expert?.Act() ?? hold);
        double[] end = Read(tape.states);
        tape.Rewind();
        tape.Replay();
        tape.SetsStates = !end.AsSpan().SequenceEqual(Read(tape.states));
        return tape;
    }

    /// <summary>Back to the beginning.</summary>
    public void Rewind() => task.Physics.Restore(start);

    /// <summary>The bare loop: nothing but the recorded inputs and <c>mj_step</c>.</summary>
    public void Replay()
    {
        for (int i = 0; i < inputsSeen.Count; i++)
        {
            if (SetsStates)
                Write(states, statesSeen[i]);
            Write(inputs, inputsSeen[i]);
            task.Physics.Data.Step();
        }
    }

    // Inputs are read after the step and states before it: both are what the step worked with.
    private void Record(int step, double[] command)
    {
        Commands[step] = [.. command.Zip(task.Spec.Action.Dimensions, (value, d) => Math.Clamp(value, d.Minimum, d.Maximum))];
        task.Command(Commands[step]);
        task.Physics.Advance(() =>
        {
            statesSeen.Add(Read(states));
            task.Substep();
            inputsSeen.Add(Read(inputs));
        });
        task.Finish();
    }

    private static double[] Read(Part[] parts)
    {
        List<double> values = [];
        foreach (Part part in parts)
            values.AddRange(new ReadOnlySpan<double>(part.Address, part.Size));
        return [.. values];
    }

    private static void Write(Part[] parts, double[] values)
    {
        int at = 0;
        foreach (Part part in parts)
        {
            values.AsSpan(at, part.Size).CopyTo(new Span<double>(part.Address, part.Size));
            at += part.Size;
        }
    }

    private sealed class Part(MjData data, string member, int size)
    {
        public double* Address { get; } = data.Members.Array<double>(member);

        public int Size { get; } = size;
    }
}
