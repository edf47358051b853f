using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Rendering;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Simulation;

/// <summary>A task as the contract wants it: order of calls, clipping, step limit, state, pictures.</summary>
internal sealed class MuJoCoSimulator : ISimulator
{
    private readonly MuJoCoTask task;
    private readonly SceneRenderer renderer;
    private readonly double[] command;
    private readonly Action substep;
    private readonly int observed;
    private int steps = -1;

    /// <summary>Wraps a task.</summary>
    /// <param name="task">Owned from now on.</param>
    /// <param name="quality">How much work goes into a picture.</param>
    /// <param name="pictureHeight">Of the pictures that policies are given [pixels]; null: each camera's own.</param>
    public MuJoCoSimulator(MuJoCoTask task, RenderQuality quality, int? pictureHeight = null)
    {
        this.task = task;
        Spec = pictureHeight is { } height ? task.Spec with { Cameras = [.. task.Spec.Cameras.Select(c => Resized(c, height))] } : task.Spec;
        renderer = new SceneRenderer(task.Physics.Data, quality);
        command = new double[task.Spec.Action.Size];
        substep = task.Substep;
        observed = task.Spec.Observations.Size;
    }

    /// <summary>What is particular to the task.</summary>
    internal MuJoCoTask Task => task;

    /// <inheritdoc/>
    public TaskSpec Spec { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<double> CommandInForce => command;

    /// <inheritdoc/>
    public StepOutcome Reset(long seed, Memory<double> observation)
    {
        RequireRoom(observation);
        task.Physics.Reset(() => task.Initialise(seed));
        task.Begin();
        task.HoldCommand(command);
        steps = 0;
        return Look(StepKind.First, observation.Span);
    }

    /// <inheritdoc/>
    public StepOutcome Step(ReadOnlyMemory<double> action, Memory<double> observation)
    {
        RequireRoom(observation);
        if (steps < 0 || steps >= Spec.MaxSteps)
            throw new InvalidOperationException(steps < 0 ? "No episode has begun; reset first." : $"The episode is over after {Spec.MaxSteps} steps; reset first.");
        Accept(action.Span);
        task.Command(command);
        task.Physics.Advance(substep);
        task.Finish();
        steps++;
        return Look(steps >= Spec.MaxSteps ? StepKind.Last : StepKind.Mid, observation.Span);
    }

    /// <inheritdoc/>
    public Image Render(string camera, int width, int height) => Spec.Cameras.Any(c => c.Name == camera)
        ? renderer.Render(task.Physics.Model.Id(MjObject.Camera, camera), width, height)
        : throw SimulationErrors.NoSuchCamera(camera, Spec.Cameras);

    /// <inheritdoc/>
    public SimulatorState SaveState()
    {
        double[] values = new double[1 + Spec.Action.Size + task.MemorySize + task.Physics.StateSize];
        values[0] = steps;
        command.CopyTo(values.AsSpan(1));
        task.SaveMemory(values.AsSpan(1 + command.Length, task.MemorySize));
        task.Physics.Save(values.AsSpan(1 + command.Length + task.MemorySize));
        return new SimulatorState(values);
    }

    /// <inheritdoc/>
    public void RestoreState(SimulatorState state)
    {
        ReadOnlySpan<double> values = state.Values;
        int size = 1 + Spec.Action.Size + task.MemorySize + task.Physics.StateSize;
        if (values.Length != size)
            throw new ArgumentException($"A state of this task has {size} values, not {values.Length}.", nameof(state));
        steps = (int)values[0];
        values.Slice(1, command.Length).CopyTo(command);
        task.Physics.Restore(values[(1 + command.Length + task.MemorySize)..]);
        task.RestoreMemory(values.Slice(1 + command.Length, task.MemorySize));
    }

    /// <inheritdoc/>
    public IDemonstrator? CreateDemonstrator(long seed) => task.CreateDemonstrator(seed);

    /// <inheritdoc/>
    public void Dispose()
    {
        renderer.Dispose();
        task.Dispose();
    }

    private static CameraSpec Resized(CameraSpec camera, int height) =>
        camera with { Width = Math.Max(1, (int)Math.Round((double)height * camera.Width / camera.Height)), Height = height };

    private StepOutcome Look(StepKind kind, Span<double> observation)
    {
        TaskOutcome outcome = task.Judge();
        task.Observe(observation);
        return new StepOutcome(kind, outcome.Success, outcome.Score);
    }

    private void RequireRoom(Memory<double> observation)
    {
        if (observation.Length != observed)
            throw new ArgumentException($"An observation has {observed} values, not {observation.Length}.", nameof(observation));
    }

    // All is looked at before anything is taken over, so that a refused action leaves no trace.
    private void Accept(ReadOnlySpan<double> action)
    {
        IReadOnlyList<ActionDimension> dimensions = Spec.Action.Dimensions;
        if (action.Length != command.Length)
            throw new ArgumentException($"An action has {command.Length} values, not {action.Length}.", nameof(action));
        for (int d = 0; d < command.Length; d++)
        {
            if (!double.IsFinite(action[d]))
                throw new ArgumentException($"{dimensions[d].Name} is {action[d]}.", nameof(action));
        }
        for (int d = 0; d < command.Length; d++)
            command[d] = Math.Clamp(action[d], dimensions[d].Minimum, dimensions[d].Maximum);
    }
}
