using DiffOG.Actions;
using DiffOG.Learning.Diagnostics;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Safetensors;
using DiffOG.Randomness;
using DiffOG.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Policies.Diffusion;

/// <summary>The diffusion policy of Chi et al. (2023) on low-dimensional observations.</summary>
internal sealed class DiffusionPolicy : ITrainablePolicy
{
    private readonly DiffusionOptions options;
    private DiffusionModel? model;

    internal DiffusionPolicy(DiffusionOptions options, ObservationSpec observations, ActionSpec action)
    {
        this.options = options;
        Spec = new PolicySpec(
            observations, action, options.ObservationSteps, options.Horizon - options.ObservationSteps + 1, options.ExecutedSteps);
    }

    /// <inheritdoc/>
    public PolicySpec Spec { get; }

    /// <inheritdoc/>
    public int WindowSteps => options.Horizon;

    /// <inheritdoc/>
    public ActionNormalisation Normalisation => new(Model.Actions.Scale, Model.Actions.Offset);

    /// <inheritdoc/>
    public nn.Module Network => Model.Network;

    /// <inheritdoc/>
    public nn.Module Average => Model.Average;

    private DiffusionModel Model => model ?? throw new InvalidOperationException("The diffusion policy was neither trained nor loaded.");

    /// <inheritdoc/>
    public void Prepare(InputStatistics observations, InputStatistics actions, long seed) =>
        Replace(DiffusionModel.Create(options, observations, actions, seed));

    /// <inheritdoc/>
    public Tensor Loss(Tensor observations, Tensor actions, GaussianSource random, bool averaged = false) =>
        Model.Loss(observations, actions, random, averaged);

    /// <inheritdoc/>
    public Tensor Sample(Tensor observations, GaussianSource[] sources) => Model.Sample(observations, sources);

    /// <inheritdoc/>
    public IReadOnlyList<ActionChunk> Act(IReadOnlyList<PolicyQuery> queries)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor observations = tensor(Histories(queries), [queries.Count, Spec.ObservationSteps, Spec.Observations.Size]);
        Tensor chunks = Model.Sample(observations, [.. queries.Select(q => new GaussianSource(q.Seed, q.ChunkIndex))]).to(ScalarType.Float64).contiguous();
        double[] values = chunks.data<double>().ToArray();
        int size = Spec.ChunkSteps * Spec.Action.Size;
        return [.. queries.Select((_, i) => new ActionChunk(Spec.ChunkSteps, Spec.Action.Size, values[(i * size)..((i + 1) * size)]))];
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, SafetensorsArray> ToArrays() => Model.ToArrays();

    /// <inheritdoc/>
    public void Load(SafetensorsFile file)
    {
        DiffusionModel loaded = DiffusionModel.Load(options, file);
        if (loaded.Observations.Size == Spec.Observations.Size && loaded.Actions.Size == Spec.Action.Size)
        {
            Replace(loaded);
            return;
        }
        using DiffusionModel unfit = loaded;
        throw CheckpointErrors.Mismatch(
            file.Path,
            [$"mismatched: it reads {unfit.Observations.Size} observed values and says {unfit.Actions.Size} actions, the task has {Spec.Observations.Size} and {Spec.Action.Size}"]);
    }

    /// <inheritdoc/>
    public void Dispose() => model?.Dispose();

    private void Replace(DiffusionModel next)
    {
        model?.Dispose();
        model = next;
    }

    private float[] Histories(IReadOnlyList<PolicyQuery> queries)
    {
        if (queries.Count == 0)
            throw new ArgumentException("A policy needs at least one query.", nameof(queries));
        int size = Spec.Observations.Size;
        float[] values = new float[queries.Count * Spec.ObservationSteps * size];
        int next = 0;
        foreach (PolicyQuery query in queries)
        {
            if (query.History.Count != Spec.ObservationSteps)
                throw new ArgumentException($"A query has {query.History.Count} observations; the policy reads {Spec.ObservationSteps}.", nameof(queries));
            foreach (Observation observation in query.History)
            {
                if (observation.Values.Length != size)
                    throw new ArgumentException($"An observation has {observation.Values.Length} values; the policy reads {size}.", nameof(queries));
                foreach (double value in observation.Values)
                    values[next++] = (float)value;
            }
        }
        return values;
    }
}
