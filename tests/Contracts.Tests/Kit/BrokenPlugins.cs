using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Datasets;
using DiffOG.Policies;
using DiffOG.Projectors;
using DiffOG.Simulation;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;

namespace DiffOG.Contracts.Tests.Kit;

/// <summary>A sound simulator whose single calls a test replaces by unsound ones.</summary>
internal sealed class BrokenSimulator : ISimulator
{
    private readonly PointMassSimulator sound = new();

    internal Func<ISimulator, long, TimeStep> OnReset { get; init; } = (s, seed) => s.Reset(seed);

    internal Func<ISimulator, ReadOnlyMemory<double>, TimeStep> OnStep { get; init; } = (s, a) => s.Step(a);

    internal Action<ISimulator, SimulatorState> OnRestore { get; init; } = (s, state) => s.RestoreState(state);

    internal Func<ISimulator, ReadOnlyMemory<double>> OnCommand { get; init; } = s => s.CommandInForce;

    internal Func<ISimulator, SimulatorState> OnSave { get; init; } = s => s.SaveState();

    internal Action OnDispose { get; init; } = () => { };

    public TaskSpec Spec => sound.Spec;

    public ReadOnlyMemory<double> CommandInForce => OnCommand(sound);

    public StepOutcome Reset(long seed, Memory<double> observation) => Told(OnReset(sound, seed), observation);

    public StepOutcome Step(ReadOnlyMemory<double> action, Memory<double> observation) => Told(OnStep(sound, action), observation);

    public Image Render(string camera, int width, int height) => new(width, height, new byte[width * height * 3]);

    public SimulatorState SaveState() => OnSave(sound);

    public void RestoreState(SimulatorState state) => OnRestore(sound, state);

    public IDemonstrator? CreateDemonstrator(long seed) => sound.CreateDemonstrator(seed);

    public void Dispose()
    {
        OnDispose();
        sound.Dispose();
    }

    // Writes what there is: too short an observation leaves the rest of the buffer as it was.
    private static StepOutcome Told(TimeStep step, Memory<double> observation)
    {
        step.Observation.Values.CopyTo(observation);
        return new StepOutcome(step.Kind, step.Success, step.Score);
    }
}

/// <summary>A policy that answers as a test says.</summary>
internal sealed class BrokenPolicy(Func<IReadOnlyList<PolicyQuery>, PolicySpec, IReadOnlyList<ActionChunk>> act) : IPolicy
{
    private static readonly TaskSpec Task = new PointMassSimulator().Spec;

    public PolicySpec Spec { get; } = new(Task.Observations, Task.Action, 2, 8, 4);

    public IReadOnlyList<ActionChunk> Act(IReadOnlyList<PolicyQuery> queries) => act(queries, Spec);

    public void Dispose()
    {
    }
}

/// <summary>A projector whose matrices a test makes.</summary>
internal sealed class BrokenProjector(Func<IReadOnlyList<ActionChunk>, IReadOnlyList<double[]>> project, Action<ActionChunk, Memory<double>>? write = null) : IQProjector
{
    public int Steps => 2;

    public int Dimensions => 1;

    public IReadOnlyList<double[]> Project(IReadOnlyList<ActionChunk> chunks) => project(chunks);

    public void Project(ActionChunk chunk, Memory<double> cost)
    {
        if (write is null)
            project([chunk])[0].CopyTo(cost);
        else
            write(chunk, cost);
    }

    public void Dispose()
    {
    }
}

/// <summary>A constraint set whose rows a test makes.</summary>
internal sealed class BrokenConstraints(Func<ConstraintContext, LinearConstraints> build) : IConstraintSet
{
    public IReadOnlyList<double> ChangeTimes { get; init; } = [];

    public LinearConstraints Build(ConstraintContext context) => build(context);
}

/// <summary>A block that enumerates other rows than it writes out.</summary>
internal sealed class LyingBlock(int variables) : ConstraintBlock(variables, [-1], [1])
{
    public override IEnumerable<(int Column, double Value)> Row(int row) => [(0, 1)];

    protected override SparseRows WriteOut() => new(Variables, [0, 1], [0], [2]);
}

/// <summary>A dataset whose windows a test makes.</summary>
internal sealed class BrokenDataset(Func<IDemonstrationDataset, int, int, int, EpisodeWindow> read, Func<string>? fingerprint = null) : IDemonstrationDataset
{
    private readonly MemoryDataset sound = MemoryDatasetContract.Sound();

    public DatasetSpec Spec => sound.Spec;

    public string Fingerprint => fingerprint?.Invoke() ?? sound.Fingerprint;

    public EpisodeWindow Read(int episode, int start, int count) => read(sound, episode, start, count);

    public void Dispose() => sound.Dispose();
}
