using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Rendering;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Simulation;

/// <summary>A task as the contract wants it: order of calls, clipping, step limit, state, pictures.</summary>
internal sealed class MuJoCoSimulator : ISimulator
{
    private readonly MuJoCoTask task;
    private readonly SceneRenderer renderer;
    private double[] command;
    private int steps = -1;

    /// <summary>Wraps a task.</summary>
    /// <param name="task">Owned from now on.</param>
    /// <param name="quality">How much work goes into a picture.</param>
    public MuJoCoSimulator(MuJoCoTask task, RenderQuality quality)
    {
        this.task = task;
        renderer = new SceneRenderer(task.Physics.Data, quality);
        command = new double[task.Spec.Action.Size];
    }

    /// <inheritdoc/>
    public TaskSpec Spec => task.Spec;

    /// <inheritdoc/>
    public ReadOnlyMemory<double> CommandInForce => command;

    /// <inheritdoc/>
    public TimeStep Reset(long seed)
    {
        task.Physics.Reset(() => task.Initialise(seed));
        task.Begin();
        (steps, command) = (0, task.HoldCommand());
        return Look(StepKind.First);
    }

    /// <inheritdoc/>
    public TimeStep Step(ReadOnlyMemory<double> action)
    {
        if (steps < 0 || steps >= Spec.MaxSteps)
            throw new InvalidOperationException(steps < 0 ? "No episode has begun; reset first." : $"The episode is over after {Spec.MaxSteps} steps; reset first.");
        command = Clipped(action.Span);
        task.Command(command);
        task.Physics.Advance(task.Substep);
        task.Finish();
        steps++;
        return Look(steps >= Spec.MaxSteps ? StepKind.Last : StepKind.Mid);
    }

    /// <inheritdoc/>
    public Image Render(string camera, int width, int height) => Spec.Cameras.Contains(camera)
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
        command = values.Slice(1, Spec.Action.Size).ToArray();
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

    private TimeStep Look(StepKind kind)
    {
        TaskOutcome outcome = task.Judge();
        return new TimeStep(kind, new Observation(task.Observe()), outcome.Success, outcome.Score);
    }

    private double[] Clipped(ReadOnlySpan<double> action)
    {
        IReadOnlyList<ActionDimension> dimensions = Spec.Action.Dimensions;
        if (action.Length != dimensions.Count)
            throw new ArgumentException($"An action has {dimensions.Count} values, not {action.Length}.", nameof(action));
        double[] clipped = new double[action.Length];
        for (int d = 0; d < clipped.Length; d++)
        {
            if (!double.IsFinite(action[d]))
                throw new ArgumentException($"{dimensions[d].Name} is {action[d]}.", nameof(action));
            clipped[d] = Math.Clamp(action[d], dimensions[d].Minimum, dimensions[d].Maximum);
        }
        return clipped;
    }
}
