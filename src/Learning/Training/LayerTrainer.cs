using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Learning.Layer;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Projectors;
using DiffOG.Learning.Safetensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>
/// Trains the projector of a DiffOG layer through its quadratic program (arXiv 2504.13807, section III): the mean
/// squared error between refined and demonstrated chunks, normalised.
/// </summary>
/// <param name="layer">The layer; made from <paramref name="projector"/> and the policy's normalisation.</param>
/// <param name="projector">Stays the caller's; its weights are drawn here.</param>
/// <param name="policy">Trained or loaded; never changed. Dataset mode only takes its window sizes and normalisation.</param>
/// <param name="dataset">The demonstrations; stay the caller's.</param>
/// <param name="settings">Mode, steps, rates, intervals.</param>
/// <param name="observer">Is told how it goes.</param>
public sealed class LayerTrainer(
    DiffOGLayer layer, ITrainableQProjector projector, ITrainablePolicy policy, IDemonstrationDataset dataset, LayerTrainingSettings settings, ITrainingObserver observer)
{
    /// <summary>The name of the checkpoint for inference.</summary>
    public const string FileName = "layer.safetensors";

    /// <summary>Strings kept in the checkpoints, for example the plugins and their options; a run is continued only where they are equal.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The clock of what the observer is told; null: no time passes.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Trains to the end, from <c>last.safetensors</c> in the folder where there is one.</summary>
    /// <param name="folder">Receives <c>last.safetensors</c> and, at the end, <see cref="FileName"/>. Not the policy's folder: both name their state alike.</param>
    /// <param name="cancellation">Cancels after the step in progress; a checkpoint is written first.</param>
    /// <returns>Losses, measures and the checkpoint's path.</returns>
    /// <exception cref="DiffOGException">As <see cref="PolicyTrainer.Run"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the checkpoint has all steps taken.</exception>
    public TrainingResult Run(string folder, CancellationToken cancellation = default)
    {
        settings.Check();
        InferenceCheckpoint.CheckNames(Metadata);
        DemonstrationWindows windows = DemonstrationWindows.Read(dataset, policy.Spec.Observations.Cameras, WindowShape.Of(policy), settings);
        projector.Initialise(settings.Seed);
        using var task = new LayerTask(layer, projector, policy, windows, settings, dataset.Fingerprint, Metadata);
        using var loop = new TrainingLoop(task, settings, observer, Time, folder);
        return loop.Run(cancellation);
    }

    private sealed class LayerTask(
        DiffOGLayer layer, ITrainableQProjector projector, ITrainablePolicy policy, DemonstrationWindows windows, LayerTrainingSettings settings,
        string data, IReadOnlyDictionary<string, string> metadata) : ITrainingTask, IDisposable
    {
        private readonly LayerInputs inputs = new(policy, windows, settings);
        private readonly string policyWeights = Fingerprint.Of(policy.ToArrays());

        public string Kind => "layer";

        public DemonstrationWindows Windows => windows;

        public WindowNeeds Needs => inputs.Needs;

        public IEnumerable<(string Name, Parameter Parameter)> Parameters => projector.Module.named_parameters();

        public IReadOnlyDictionary<string, Tensor> State => StateDict.Of(projector.Module, "network.");

        public IEnumerable<(string Name, object Value)> Identity =>
            [("demonstrations", data), ("policyWeights", policyWeights), .. metadata.Select(m => (m.Key, (object)m.Value))];

        public WindowPlace[] Draw(StepPart part) => inputs.Draw(part);

        public Tensor Loss(StepPart part, WindowArrays read)
        {
            projector.Module.train();
            LayerBatch batch = inputs.Training(part, read);
            return nn.functional.mse_loss(layer.Forward(batch.Chunks, batch.Previous, batch.Times), batch.Wanted);
        }

        public void AfterStep()
        {
        }

        public void Restored(long step)
        {
        }

        public Dictionary<string, double> Validate()
        {
            projector.Module.eval();
            return LayerValidation.Measure(layer, inputs.Validation(), policy.Spec.Action.MotionDimensions, ValidationSet.IsHeldOut(windows));
        }

        public string Export(string folder, long step)
        {
            projector.Module.eval();
            return InferenceCheckpoint.Write(
                Path.Combine(folder, FileName), Kind, step, policy.Spec, projector.ToArrays(), metadata, policy.Normalisation);
        }

        public void Dispose() => inputs.Dispose();
    }
}
