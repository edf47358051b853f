using DiffOG.Learning.Policies;
using DiffOG.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>
/// Which windows chunks are sampled for, and which of the samples a step gets: a function of the step alone. Chunks are
/// sampled a pool at a time, each is used several times in new batches, then comes the next pool. One thread at a time.
/// </summary>
/// <param name="windows">All windows.</param>
/// <param name="settings">Sizes of batch and pool, and how often a sample is used.</param>
internal sealed class PoolOrder(DemonstrationWindows windows, LayerTrainingSettings settings)
{
    private readonly WindowOrder order = new(windows);
    private readonly EpochOrder passes = new(SizeOf(settings), settings.Seed, Purpose.PoolOrder);
    private long pool = -1;
    private WindowPlace[] places = [];

    /// <summary>The samples of a pool: whole batches, so that no batch spans two pools.</summary>
    internal int Size => SizeOf(settings);

    /// <summary>The number of the pool of a step.</summary>
    internal long PoolOf(long step) => step * settings.BatchSize / ((long)Size * settings.SampleReuse);

    /// <summary>The windows of a pool.</summary>
    internal WindowPlace[] PlacesOf(long wanted)
    {
        if (wanted != pool)
            (pool, places) = (wanted, order.Take(wanted * Size, Size));
        return places;
    }

    /// <summary>Which samples of its pool a part of a step gets.</summary>
    internal long[] SlotsOf(StepPart part) =>
        [.. Enumerable.Range(0, part.Count).Select(i => (long)passes.At((part.Step * part.BatchSize) + part.First + i))];

    private static int SizeOf(LayerTrainingSettings settings) =>
        (settings.PoolSize + settings.BatchSize - 1) / settings.BatchSize * settings.BatchSize;
}

/// <summary>
/// Chunks sampled from the frozen policy, drawn many at a time and used several times each, since one sample costs many
/// network evaluations. A pool is always drawn whole, in the same batches, so that a resumed run meets the same samples
/// to the bit.
/// </summary>
internal sealed class SamplePool(ITrainablePolicy policy, DemonstrationWindows windows, LayerTrainingSettings settings, Device device) : IDisposable
{
    private readonly PoolOrder order = new(windows, settings);
    private long generation = -1;
    private Tensor? chunks;

    /// <summary>[B, T, D] normalised: the samples of a part of a step.</summary>
    internal Tensor Draw(StepPart part)
    {
        Fill(order.PoolOf(part.Step));
        return chunks!.index_select(0, tensor(order.SlotsOf(part), device: device));
    }

    public void Dispose() => chunks?.Dispose();

    private void Fill(long wanted)
    {
        if (wanted == generation)
            return;
        chunks?.Dispose();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Tensor[] parts = [.. order.PlacesOf(wanted).Chunk(settings.BatchSize).Select((p, b) => Sample(p, (wanted * order.Size) + ((long)b * settings.BatchSize)))];
        chunks = cat(parts, 0).DetachFromDisposeScope();
        generation = wanted;
    }

    private Tensor Sample(WindowPlace[] batch, long first)
    {
        GaussianSource[] sources = [.. batch.Select((_, i) => TrainingRandom.Of(settings.Seed, Purpose.PoolSample, first + i))];
        return policy.Normalisation.Normalise(policy.Sample(windows.Read(batch, WindowNeeds.OfPolicy).ToObservations(device), sources));
    }
}
