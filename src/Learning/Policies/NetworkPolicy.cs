using DiffOG.Actions;
using DiffOG.Learning.Diagnostics;
using DiffOG.Learning.Safetensors;
using DiffOG.Policies;
using DiffOG.Randomness;
using DiffOG.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Policies;

/// <summary>
/// A trainable policy around one network: keeps the trained and the averaged copy, the normalisers, checkpoints, and
/// answers queries. A policy of one's own says what the network is, what its loss is and how a chunk is drawn, all in
/// normalised values.
/// </summary>
/// <typeparam name="TNetwork">The network; the dotted names of its parameters are those of the checkpoint.</typeparam>
/// <param name="spec">What the policy reads and says.</param>
/// <param name="windowSteps">H, see <see cref="ITrainablePolicy.WindowSteps"/>.</param>
/// <param name="normalisers">Which normalisers are fitted.</param>
public abstract class NetworkPolicy<TNetwork>(PolicySpec spec, int windowSteps, NormaliserChoice normalisers) : ITrainablePolicy
    where TNetwork : nn.Module
{
    private Copies? copies;

    // Naming a device loads libtorch; a policy that only says its spec must not.
    private Device? device;

    /// <inheritdoc/>
    public PolicySpec Spec { get; } = spec;

    /// <inheritdoc/>
    public int WindowSteps { get; } = windowSteps;

    /// <inheritdoc/>
    public virtual int PaddedSteps => Spec.ExecutedSteps - 1;

    /// <inheritdoc/>
    public ActionNormalisation Normalisation => Ready.Normalisers.ActionMap;

    /// <inheritdoc/>
    public nn.Module Network => Ready.Trained;

    /// <inheritdoc/>
    public nn.Module Average => Ready.Averaged;

    /// <summary>Where the networks are.</summary>
    protected Device Device => device ?? CPU;

    private Copies Ready => copies ?? throw new InvalidOperationException("The policy was neither trained nor loaded.");

    /// <summary>Makes the network with random weights, drawn from Torch's generator.</summary>
    protected abstract TNetwork Build();

    /// <summary>The training loss; it and all that its gradient needs belong to the current dispose scope.</summary>
    /// <param name="network">The trained network; in validation the averaged one.</param>
    /// <param name="batch">Normalised.</param>
    /// <param name="random">The noise of this step.</param>
    protected abstract PolicyLoss Loss(TNetwork network, DemonstrationBatch batch, GaussianSource random);

    /// <summary>Draws one chunk per row; called without gradients inside a dispose scope.</summary>
    /// <param name="network">The averaged network, in evaluation mode.</param>
    /// <param name="observations">Normalised.</param>
    /// <param name="sources">[B] the noise of each chunk.</param>
    /// <returns>[B, T, D] normalised; row 0 is for now. In double precision where <see cref="Act"/> must not round, because limits hold to the last digit.</returns>
    protected abstract Tensor Sample(TNetwork network, ObservationBatch observations, GaussianSource[] sources);

    /// <inheritdoc/>
    public void Prepare(DemonstrationStatistics statistics, long seed)
    {
        // Torch draws initial weights from one generator per process.
        manual_seed(seed);
        Replace(new Copies(Build, PolicyNormalisers.Fit(normalisers, statistics, Spec.Observations.Cameras)));
    }

    /// <inheritdoc/>
    public void MoveTo(Device device)
    {
        this.device = device;
        copies?.MoveTo(device);
    }

    /// <inheritdoc/>
    public PolicyLoss Loss(DemonstrationBatch batch, GaussianSource random, bool averaged = false)
    {
        PolicyNormalisers maps = Ready.Normalisers;
        var normalised = new DemonstrationBatch(maps.Normalise(batch.Observations), maps.Actions.Normalise(batch.Actions), batch.Padding);
        return Loss(averaged ? Ready.Averaged : Ready.Trained, normalised, random);
    }

    /// <inheritdoc/>
    public Tensor Sample(ObservationBatch observations, GaussianSource[] sources)
    {
        using DisposeScope scope = NewDisposeScope();
        return Unrounded(observations, sources).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public IReadOnlyList<ActionChunk> Act(IReadOnlyList<PolicyQuery> queries)
    {
        using DisposeScope scope = NewDisposeScope();
        ObservationBatch observations = QueryBatch.Of(queries, Spec, Device);
        Tensor chunks = Unrounded(observations, [.. queries.Select(q => new GaussianSource(q.Seed, q.ChunkIndex))]).to(ScalarType.Float64).cpu().contiguous();
        double[] values = chunks.data<double>().ToArray();
        int size = Spec.ChunkSteps * Spec.Action.Size;
        return [.. queries.Select((_, i) => new ActionChunk(Spec.ChunkSteps, Spec.Action.Size, values[(i * size)..((i + 1) * size)]))];
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, SafetensorsArray> ToArrays() => StateDict.Of(Ready.Averaged)
        .Select(t => KeyValuePair.Create(t.Key, t.Value.ToSafetensors()))
        .Concat(Ready.Normalisers.ToArrays())
        .ToDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Load(SafetensorsFile file)
    {
        PolicyNormalisers maps = PolicyNormalisers.Read(file, Spec.Observations.Cameras);
        if (maps.Observations.Size != Spec.Observations.Size || maps.Actions.Size != Spec.Action.Size)
        {
            throw CheckpointErrors.Mismatch(
                file.Path,
                [$"mismatched: it reads {maps.Observations.Size} observed values and says {maps.Actions.Size} actions, the task has {Spec.Observations.Size} and {Spec.Action.Size}"]);
        }
        Replace(Loaded(file, maps));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        copies?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Raw chunks in the precision in which they were drawn.</summary>
    private Tensor Unrounded(ObservationBatch observations, GaussianSource[] sources)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor chunks = Sample(Ready.Averaged, Ready.Normalisers.Normalise(observations), sources);
        return Ready.Normalisers.Actions.Unnormalise(chunks).MoveToOuterDisposeScope();
    }

    private Copies Loaded(SafetensorsFile file, PolicyNormalisers maps)
    {
        var loaded = new Copies(Build, maps);
        try
        {
            string[] read = [.. maps.ToArrays().Keys];
            StateDict.Load(file, StateDict.Of(loaded.Averaged), besides: read);
            StateDict.Load(file, StateDict.Of(loaded.Trained), besides: read);
            return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    private void Replace(Copies next)
    {
        copies?.Dispose();
        copies = next;
        next.MoveTo(Device);
    }

    /// <summary>The two copies of the network, and the maps.</summary>
    private sealed class Copies : IDisposable
    {
        internal Copies(Func<TNetwork> build, PolicyNormalisers normalisers)
        {
            Normalisers = normalisers;
            (Trained, Averaged) = (build(), build());
            Averaged.load_state_dict(Trained.state_dict());
            Averaged.eval();
        }

        internal TNetwork Trained { get; }

        internal TNetwork Averaged { get; }

        internal PolicyNormalisers Normalisers { get; }

        internal void MoveTo(Device device)
        {
            Trained.to(device);
            Averaged.to(device);
        }

        public void Dispose()
        {
            Trained.Dispose();
            Averaged.Dispose();
        }
    }
}
