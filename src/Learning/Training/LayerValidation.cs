using DiffOG.Learning.Layer;
using DiffOG.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>
/// Judges a layer: how far chunks are from the demonstrated ones before and after it, how much consecutive actions
/// differ in the motion dimensions, and how the solver ended. Everything in normalised actions.
/// </summary>
internal static class LayerValidation
{
    internal static Dictionary<string, double> Measure(DiffOGLayer layer, IEnumerable<LayerBatch> batches, IReadOnlyList<int> motion, bool heldOut)
    {
        var sums = new Dictionary<string, double>();
        long count = 0;
        foreach (LayerBatch batch in batches)
        {
            using DisposeScope scope = NewDisposeScope();
            long weight = batch.Chunks.shape[0];
            Tensor refined = layer.Forward(batch.Chunks, batch.Previous, batch.Times);
            Add(sums, "loss", weight * Mse(refined, batch.Wanted));
            Add(sums, "unrefinedMse", weight * Mse(batch.Chunks, batch.Wanted));
            Add(sums, "changeMse", weight * Mse(refined, batch.Chunks));
            Add(sums, "meanDelta", weight * MeanDelta(refined, motion));
            Add(sums, "unrefinedMeanDelta", weight * MeanDelta(batch.Chunks, motion));
            Add(sums, "demonstratedMeanDelta", weight * MeanDelta(batch.Wanted, motion));
            count += weight;
            foreach (QpStatus status in Enum.GetValues<QpStatus>())
                Add(sums, CountName(status), layer.LastStatistics.Statuses.GetValueOrDefault(status));
            Add(sums, "iterations", weight * layer.LastStatistics.MeanIterations);
        }
        var measures = sums.ToDictionary(s => s.Key, s => s.Key.StartsWith(CountPrefix, StringComparison.Ordinal) ? s.Value : s.Value / count);
        measures["heldOut"] = heldOut ? 1 : 0;
        return measures;
    }

    private const string CountPrefix = "solver";

    private static string CountName(QpStatus status) => CountPrefix + status;

    private static void Add(Dictionary<string, double> sums, string name, double value) => sums[name] = sums.GetValueOrDefault(name) + value;

    private static double Mse(Tensor a, Tensor b) => (a - b).square().mean().item<float>();

    private static double MeanDelta(Tensor chunks, IReadOnlyList<int> motion)
    {
        if (motion.Count == 0 || chunks.shape[1] < 2)
            return 0;
        Tensor moved = chunks.index_select(2, tensor([.. motion.Select(d => (long)d)], device: chunks.device));
        return moved.diff(1, 1).abs().mean().item<float>();
    }
}
