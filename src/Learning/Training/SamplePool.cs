using DiffOG.Learning.Policies;
using DiffOG.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>
/// Chunks sampled from the frozen policy, drawn many at a time and used several times each, since one sample costs many
/// network evaluations. What a step gets is a function of its number: a pool is always drawn whole, in the same batches,
/// so that a resumed run meets the same samples to the bit.
/// </summary>
internal sealed class SamplePool : IDisposable
{
    private readonly ITrainablePolicy policy;
    private readonly DemonstrationWindows windows;
    private readonly LayerTrainingSettings settings;
    private readonly int size;
    private readonly EpochOrder order;
    private readonly EpochOrder passes;
    private long generation = -1;
    private WindowPlace[] places = [];
    private Tensor? chunks;

    internal SamplePool(ITrainablePolicy policy, DemonstrationWindows windows, LayerTrainingSettings settings)
    {
        (this.policy, this.windows, this.settings) = (policy, windows, settings);
        // Whole batches, so that no batch spans two pools.
        int batches = (settings.PoolSize + settings.BatchSize - 1) / settings.BatchSize;
        size = batches * settings.BatchSize;
        order = new EpochOrder(windows.Training.Count, settings.Seed, Purpose.Order);
        passes = new EpochOrder(size, settings.Seed, Purpose.PoolOrder);
    }

    /// <summary>The batch of one step.</summary>
    internal LayerBatch Draw(long step, LayerInputs inputs)
    {
        long position = step * settings.BatchSize;
        Fill(position / ((long)size * settings.SampleReuse));
        long[] slots = [.. Enumerable.Range(0, settings.BatchSize).Select(i => (long)passes.At(position + i))];
        return inputs.Around([.. slots.Select(s => places[s])], chunks!.index_select(0, tensor(slots)));
    }

    public void Dispose() => chunks?.Dispose();

    private void Fill(long wanted)
    {
        if (wanted == generation)
            return;
        chunks?.Dispose();
        places = [.. Enumerable.Range(0, size).Select(i => windows.Training[order.At((wanted * size) + i)])];
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Tensor[] parts = [.. places.Chunk(settings.BatchSize).Select((p, b) => Sample(p, (wanted * size) + ((long)b * settings.BatchSize)))];
        chunks = cat(parts, 0).DetachFromDisposeScope();
        generation = wanted;
    }

    private Tensor Sample(WindowPlace[] batch, long first)
    {
        GaussianSource[] sources = [.. batch.Select((_, i) => TrainingRandom.Of(settings.Seed, Purpose.PoolSample, first + i))];
        return policy.Normalisation.Normalise(policy.Sample(windows.Batch(batch).Observations, sources));
    }
}
