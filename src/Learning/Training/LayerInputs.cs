using DiffOG.Actions;
using DiffOG.Learning.Policies;
using DiffOG.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>What the layer reads and what it should say, normalised, float32; tensors belong to the dispose scope they were made in.</summary>
/// <param name="Chunks">[B, T, D] demonstrated or sampled.</param>
/// <param name="Wanted">[B, T, D] demonstrated.</param>
/// <param name="Previous">[B] of [k, D] normalised demonstrated actions before the chunks; null for no rows that look back.</param>
/// <param name="Times">[B] [s].</param>
internal sealed record LayerBatch(Tensor Chunks, Tensor Wanted, IReadOnlyList<ActionChunk?>? Previous, IReadOnlyList<double> Times);

/// <summary>Batches for the layer, in any mode.</summary>
internal sealed class LayerInputs(ITrainablePolicy policy, DemonstrationWindows windows, LayerTrainingSettings settings, Device device) : IDisposable
{
    private readonly ActionNormalisation normalisation = policy.Normalisation;
    private readonly SamplePool? pool = settings.Mode == LayerTrainingMode.Refine ? new SamplePool(policy, windows, settings, device) : null;
    private readonly WindowOrder order = new(windows);
    private readonly PoolOrder pooled = new(windows, settings);

    /// <summary>What of its windows the layer itself reads: demonstrated actions, also those before the chunk where rows look back.</summary>
    internal WindowNeeds Needs => new(false, settings.UsePrevious ? settings.PreviousSteps : 0);

    /// <summary>The windows of a part of a step.</summary>
    internal WindowPlace[] Draw(StepPart part)
    {
        if (pool is null)
            return order.Take((part.Step * part.BatchSize) + part.First, part.Count);
        WindowPlace[] places = pooled.PlacesOf(pooled.PoolOf(part.Step));
        return [.. pooled.SlotsOf(part).Select(s => places[s])];
    }

    /// <summary>The batch of a part of a step.</summary>
    internal LayerBatch Training(StepPart part, WindowArrays read) => Around(read, pool?.Draw(part));

    /// <summary>The batches that the layer is judged by, one at a time.</summary>
    internal IEnumerable<LayerBatch> Validation()
    {
        int first = 0;
        foreach (WindowPlace[] places in ValidationSet.Of(windows, settings.ValidationWindows).Chunk(settings.BatchSize))
        {
            using DisposeScope scope = NewDisposeScope();
            yield return Around(windows.Read(places, Needs), settings.Mode == LayerTrainingMode.Dataset ? null : Sampled(places, first));
            first += places.Length;
        }
    }

    /// <summary>A batch around chunks that are known.</summary>
    /// <param name="read">[B].</param>
    /// <param name="chunks">[B, T, D] normalised; null: the demonstrated ones.</param>
    internal LayerBatch Around(WindowArrays read, Tensor? chunks)
    {
        Tensor wanted = normalisation.Normalise(read.ToActions(device).narrow(1, windows.Shape.ObservationSteps - 1, windows.Shape.ChunkSteps));
        return new LayerBatch(chunks ?? wanted, wanted, settings.UsePrevious ? [.. read.Previous.Select(Normalised)] : null, [.. read.Places.Select(windows.TimeOf)]);
    }

    public void Dispose() => pool?.Dispose();

    private ActionChunk? Normalised(ActionChunk? raw) => raw is null ? null : normalisation.Normalise(raw);

    private Tensor Sampled(WindowPlace[] places, int first)
    {
        GaussianSource[] sources = [.. places.Select((_, i) => TrainingRandom.Of(settings.Seed, Purpose.ValidationSample, first + i))];
        return normalisation.Normalise(policy.Sample(windows.Read(places, WindowNeeds.OfPolicy).ToObservations(device), sources));
    }
}
