using DiffOG.Simulation.MuJoCo.Interop;

namespace DiffOG.Simulation.MuJoCo.Simulation;

/// <summary>Whether and how well a task is fulfilled.</summary>
/// <param name="Success">Whether it is, now.</param>
/// <param name="Score">How well, 0 to 1.</param>
internal readonly record struct TaskOutcome(bool Success, double Score);

/// <summary>
/// What is particular to a task: its model, how an episode begins, what an action does, what is seen, what counts.
/// <see cref="MuJoCoSimulator"/> does the rest: order of calls, clipping, step limit, state, pictures.
/// </summary>
internal abstract class MuJoCoTask : IDisposable
{
    /// <summary>Makes the world of the task.</summary>
    /// <param name="id">The plugin's id, for errors.</param>
    /// <param name="spec">What the task offers.</param>
    /// <param name="model">Owned from now on.</param>
    protected MuJoCoTask(string id, TaskSpec spec, MjModel model)
    {
        Spec = spec;
        Physics = new MuJoCoPhysics(id, model, 1 / spec.Rate);
    }

    /// <summary>What the task offers.</summary>
    public TaskSpec Spec { get; }

    /// <summary>The world.</summary>
    public MuJoCoPhysics Physics { get; }

    /// <summary>The compiled description.</summary>
    protected MjModel Model => Physics.Model;

    /// <summary>The state.</summary>
    protected MjData Data => Physics.Data;

    /// <summary>The length of what the task itself remembers within an episode.</summary>
    public virtual int MemorySize => 0;

    /// <summary>Sets the beginning of an episode; called at the model's initial state, before anything is computed from it.</summary>
    /// <param name="seed">Decides everything random.</param>
    public abstract void Initialise(long seed);

    /// <summary>Called when the beginning is computed; what the task remembers is set here.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>The command that holds the robot where it is, right after a reset.</summary>
    /// <param name="command">[D].</param>
    public virtual void HoldCommand(Span<double> command) => command.Clear();

    /// <summary>Takes a command; called once a control step.</summary>
    /// <param name="action">[D] clipped and finite.</param>
    public abstract void Command(ReadOnlySpan<double> action);

    /// <summary>Sets controls; called before each physics step.</summary>
    public virtual void Control()
    {
    }

    /// <summary>One physics step; a task whose world does not follow Newton's laws moves it in its own way.</summary>
    public virtual void Substep()
    {
        Control();
        Data.Step2();
        Data.Step1();
    }

    /// <summary>Called after the last physics step of a control step; velocities and the like may be changed here.</summary>
    public virtual void Finish()
    {
    }

    /// <summary>Writes what is seen now. Everything that a step calls allocates nothing.</summary>
    /// <param name="observation">[O].</param>
    public abstract void Observe(Span<double> observation);

    /// <summary>Whether and how well the task is fulfilled now.</summary>
    public abstract TaskOutcome Judge();

    /// <summary>Writes what the task remembers.</summary>
    /// <param name="target">[MemorySize].</param>
    public virtual void SaveMemory(Span<double> target)
    {
    }

    /// <summary>Takes back what the task remembered.</summary>
    /// <param name="source">[MemorySize].</param>
    public virtual void RestoreMemory(ReadOnlySpan<double> source)
    {
    }

    /// <summary>A scripted expert, or null where there is none.</summary>
    /// <param name="seed">Decides everything random in its behaviour.</param>
    public virtual IDemonstrator? CreateDemonstrator(long seed) => null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Physics.Dispose();
        GC.SuppressFinalize(this);
    }
}
