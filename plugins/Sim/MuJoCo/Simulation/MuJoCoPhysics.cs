using DiffOG.Simulation.MuJoCo.Interop;

namespace DiffOG.Simulation.MuJoCo.Simulation;

/// <summary>
/// A world that moves in control steps of several physics steps each. After a reset, a step and a restored state, all
/// that follows from positions and velocities (places, Jacobians, contacts, masses) is up to date.
/// </summary>
internal sealed class MuJoCoPhysics : IDisposable
{
    private const double Slack = 1e-9;
    private static readonly string[] Signs = ["mjWARN_BADQPOS", "mjWARN_BADQVEL", "mjWARN_BADQACC"];
    private readonly string name;

    /// <summary>Makes the world.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="model">Owned from now on.</param>
    /// <param name="controlPeriod">[s].</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1702: the period is not a multiple of the model's time step.</exception>
    public MuJoCoPhysics(string name, MjModel model, double controlPeriod)
    {
        double steps = controlPeriod / model.Timestep;
        Substeps = (int)Math.Round(steps);
        if (Substeps < 1 || Math.Abs(steps - Substeps) > Slack * steps)
            throw SimulationErrors.PeriodIsNoMultiple(controlPeriod, model.Timestep);
        (this.name, Model) = (name, model);
        Data = new MjData(model);
        Data.Step1();
    }

    /// <summary>The compiled description.</summary>
    public MjModel Model { get; }

    /// <summary>The state.</summary>
    public MjData Data { get; }

    /// <summary>Physics steps in a control step.</summary>
    public int Substeps { get; }

    /// <summary>The length of a saved state.</summary>
    public int StateSize => 1 + StateParts().Sum(p => p.Size);

    /// <summary>Back to the model's initial state, changed by what is given.</summary>
    public void Reset(Action initialise)
    {
        Data.Reset();
        initialise();
        Data.Step1();
        CheckStable(Data.Time);
    }

    /// <summary>One control step.</summary>
    /// <param name="substep">Moves the world by one physics step, and <see cref="MjData.Time"/> with it.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1701: the world is no longer finite; DOG1704: contacts were left out.</exception>
    public void Advance(Action substep)
    {
        double before = Data.Time;
        for (int i = 0; i < Substeps; i++)
            substep();
        CheckStable(before + (Substeps * Model.Timestep));
    }

    /// <summary>Writes the state.</summary>
    /// <param name="target">[StateSize].</param>
    public void Save(Span<double> target)
    {
        target[0] = Data.Time;
        int at = 1;
        foreach (StatePart part in StateParts())
        {
            Given(part).CopyTo(target.Slice(at, part.Size));
            at += part.Size;
        }
    }

    /// <summary>Goes back to a state.</summary>
    /// <param name="source">[StateSize].</param>
    public void Restore(ReadOnlySpan<double> source)
    {
        Data.Reset();
        Data.Time = source[0];
        int at = 1;
        foreach (StatePart part in StateParts())
        {
            source.Slice(at, part.Size).CopyTo(Part(part));
            at += part.Size;
        }
        Data.Step1();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Data.Dispose();
        Model.Dispose();
    }

    private unsafe Span<double> Part(StatePart part) => new(Data.Members.Array<double>(part.Member), part.Size);

    private ReadOnlySpan<double> Given(StatePart part) => part.Member switch
    {
        "qpos" => Data.GivenQpos,
        "mocap_quat" => Data.GivenMocapQuat,
        _ => Part(part),
    };

    // All that a step reads and a step does not compute itself; positions as they were before they were normalised.
    private IEnumerable<StatePart> StateParts() =>
    [
        new("qpos", Model.Nq), new("qvel", Model.Nv), new("act", Model.Na), new("qacc_warmstart", Model.Nv), new("ctrl", Model.Nu),
        new("qfrc_applied", Model.Nv), new("xfrc_applied", 6 * Model.BodyCount), new("mocap_pos", 3 * Model.Size("nmocap")), new("mocap_quat", 4 * Model.Size("nmocap")),
    ];

    // MuJoCo answers bad numbers with a warning and a reset of its own: time jumps back.
    private void CheckStable(double expectedTime)
    {
        if (Math.Abs(Data.Time - expectedTime) > Model.Timestep / 2)
            throw SimulationErrors.Unstable(name, expectedTime, Signs.FirstOrDefault(s => Data.Warnings(s) > 0) ?? "the time jumped");
        if (!AllFinite(Data.Qpos) || !AllFinite(Data.Qvel))
            throw SimulationErrors.Unstable(name, expectedTime, "a position or velocity is not a number");
        if (Data.RanOutOfRoom)
            throw SimulationErrors.NoRoom(name, expectedTime);
    }

    private static bool AllFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                return false;
        }
        return true;
    }

    private sealed record StatePart(string Member, int Size);
}
