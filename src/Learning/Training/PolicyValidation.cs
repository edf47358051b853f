using DiffOG.Actions;
using DiffOG.Learning.Policies;
using DiffOG.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>
/// Judges a policy's averaged network: the loss with fixed noise, and how far sampled actions are from the demonstrated
/// ones, beside two predictions that need no network. Errors are in normalised actions, over the executed steps of
/// windows whose executed steps and previous action lie inside the episode.
/// </summary>
internal sealed class PolicyValidation(ITrainablePolicy policy, DemonstrationWindows windows, TrainingSettings settings, Device device)
{
    private readonly IReadOnlyList<WindowPlace> judged = ValidationSet.Of(windows, settings.ValidationWindows);
    private readonly IReadOnlyList<WindowPlace> compared = ValidationSet.Of(
        windows, settings.ValidationWindows, p => windows.ChunkStart(p) >= 1 && windows.StepsLeft(p) >= windows.Shape.ExecutedSteps);

    internal Dictionary<string, double> Measure()
    {
        var measures = new Dictionary<string, double> { ["loss"] = Loss(), ["heldOut"] = ValidationSet.IsHeldOut(windows) ? 1 : 0 };
        if (compared.Count > 0)
            AddErrors(measures);
        return measures;
    }

    private double Loss()
    {
        double sum = 0;
        foreach ((WindowPlace[] places, int number) in judged.Chunk(settings.BatchSize).Select((c, i) => (c, i)))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor loss = policy.Loss(Batch(places), TrainingRandom.Of(settings.Seed, Purpose.ValidationNoise, number), averaged: true).Value;
            sum += loss.item<float>() * places.Length;
        }
        return sum / judged.Count;
    }

    private void AddErrors(Dictionary<string, double> measures)
    {
        int rows = windows.Shape.ExecutedSteps;
        DemonstrationBatch batch = Batch(compared);
        GaussianSource[] sources = [.. compared.Select((_, i) => TrainingRandom.Of(settings.Seed, Purpose.ValidationSample, i))];
        Tensor wanted = Normalised(batch.Actions.narrow(1, windows.Shape.ObservationSteps - 1, rows));
        Add(measures, "action", Normalised(policy.Sample(batch.Observations, sources).narrow(1, 0, rows)) - wanted);
        Add(measures, "meanAction", Normalised(tensor(windows.MeanAction, ScalarType.Float32, device)) - wanted);
        double[] last = [.. compared.SelectMany(p => windows.ActionsBefore(p, 1)!.Values)];
        Add(measures, "repeatLast", Normalised(tensor(last, [compared.Count, 1, policy.Spec.Action.Size], ScalarType.Float32, device)) - wanted);
    }

    private static void Add(Dictionary<string, double> measures, string name, Tensor error)
    {
        measures[name + "Mse"] = error.square().mean().item<float>();
        measures[name + "Mae"] = error.abs().mean().item<float>();
    }

    private DemonstrationBatch Batch(IReadOnlyList<WindowPlace> places) => windows.Read(places, WindowNeeds.OfPolicy).ToBatch(device);

    private Tensor Normalised(Tensor raw) => policy.Normalisation.Normalise(raw);
}
