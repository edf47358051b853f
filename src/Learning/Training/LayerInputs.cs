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

/// <summary>Batches for the layer, in either mode.</summary>
internal sealed class LayerInputs(ITrainablePolicy policy, DemonstrationWindows windows, LayerTrainingSettings settings) : IDisposable
{
    private readonly SamplePool? pool = settings.Mode == LayerTrainingMode.Refine ? new SamplePool(policy, windows, settings) : null;
    private readonly ActionNormalisation normalisation = policy.Normalisation;

    /// <summary>The batch of one step: a function of the step alone.</summary>
    internal LayerBatch Training(long step) => pool is null ? Demonstrated(windows.Draw(step, settings.BatchSize)) : pool.Draw(step, this);

    /// <summary>The batches that the layer is judged by, one at a time.</summary>
    internal IEnumerable<LayerBatch> Validation()
    {
        int first = 0;
        foreach (WindowPlace[] places in ValidationSet.Of(windows, settings.ValidationWindows).Chunk(settings.BatchSize))
        {
            using DisposeScope scope = NewDisposeScope();
            yield return settings.Mode == LayerTrainingMode.Dataset ? Demonstrated(places) : Sampled(places, first);
            first += places.Length;
        }
    }

    /// <summary>A batch around chunks that are known.</summary>
    /// <param name="places">[B].</param>
    /// <param name="chunks">[B, T, D] normalised; null: the demonstrated ones.</param>
    internal LayerBatch Around(IReadOnlyList<WindowPlace> places, Tensor? chunks)
    {
        DemonstrationBatch batch = windows.Batch(places);
        Tensor wanted = normalisation.Normalise(batch.Actions.narrow(1, windows.Shape.ObservationSteps - 1, windows.Shape.ChunkSteps));
        ActionChunk? Before(WindowPlace place) => windows.ActionsBefore(place, settings.PreviousSteps) is { } raw ? normalisation.Normalise(raw) : null;
        return new LayerBatch(
            chunks ?? wanted, wanted, settings.UsePrevious ? [.. places.Select(Before)] : null, [.. places.Select(windows.TimeOf)]);
    }

    public void Dispose() => pool?.Dispose();

    private LayerBatch Demonstrated(IReadOnlyList<WindowPlace> places) => Around(places, null);

    private LayerBatch Sampled(IReadOnlyList<WindowPlace> places, int first)
    {
        GaussianSource[] sources = [.. places.Select((_, i) => TrainingRandom.Of(settings.Seed, Purpose.ValidationSample, first + i))];
        return Around(places, normalisation.Normalise(policy.Sample(windows.Batch(places).Observations, sources)));
    }
}
