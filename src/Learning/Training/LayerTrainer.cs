using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Learning.Layer;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Projectors;
using DiffOG.Learning.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>
/// Trains the projector of a DiffOG layer through its quadratic program (arXiv 2504.13807, section III): the mean
/// squared error between refined and demonstrated chunks, normalised. In joint mode the policy is trained with it.
/// </summary>
/// <param name="layer">The layer; made from <paramref name="projector"/> and the policy's normalisation.</param>
/// <param name="projector">Stays the caller's; its weights are drawn here.</param>
/// <param name="policy">Trained or loaded. Dataset mode only takes its window sizes and normalisation; joint mode trains it on, the others never change it.</param>
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

    /// <summary>A checkpoint whose weights the layer's training starts from; null: random weights.</summary>
    public string? Weights { get; init; }

    /// <summary>Joint mode: strings kept in the policy's checkpoint for inference, as <see cref="PolicyTrainer.Metadata"/>.</summary>
    public IReadOnlyDictionary<string, string> PolicyMetadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The clock of what the observer is told; null: no time passes.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Trains to the end, from <c>last.safetensors</c> in the folder where there is one.</summary>
    /// <param name="folder">Receives <c>last.safetensors</c> and, at the end, <see cref="FileName"/>, in joint mode also <see cref="PolicyTrainer.FileName"/>. Not the policy's folder: both name their state alike.</param>
    /// <param name="cancellation">Cancels after the step in progress; a checkpoint is written first.</param>
    /// <returns>Losses, measures and the checkpoint's path.</returns>
    /// <exception cref="DiffOGException">As <see cref="PolicyTrainer.Run"/>. DOG1391: the policy estimates no chunks that joint training could refine.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the checkpoint has all steps taken.</exception>
    public TrainingResult Run(string folder, CancellationToken cancellation = default)
    {
        settings.Check();
        InferenceCheckpoint.CheckNames(Metadata);
        InferenceCheckpoint.CheckNames(PolicyMetadata);
        DemonstrationWindows windows = DemonstrationWindows.Read(dataset, policy.Spec.Observations.Cameras, WindowShape.Of(policy), settings);
        Device device = TrainingDevice.Of(settings.Device);
        projector.Initialise(settings.Seed);
        LoadWeights();
        projector.Module.to(device);
        policy.MoveTo(device);
        var origin = new TrainingOrigin(dataset.Fingerprint, Metadata) { PolicyWeights = Fingerprint.Of(policy.ToArrays()), Weights = Weights is null ? null : Fingerprint.Of(projector.ToArrays()) };
        using var task = new LayerTask(layer, projector, policy, windows, settings, origin, device);
        using var loop = new TrainingLoop(settings.Mode == LayerTrainingMode.Joint ? Joined(task, windows, origin, device) : task, settings, observer, Time, folder);
        return loop.Run(cancellation);
    }

    private JointTask Joined(LayerTask task, DemonstrationWindows windows, TrainingOrigin origin, Device device) =>
        new(new PolicyTask(policy, windows, settings, origin with { Metadata = PolicyMetadata }, device), task, settings, origin);

    private void LoadWeights()
    {
        if (Weights is null)
            return;
        using SafetensorsFile file = SafetensorsFile.Open(Weights);
        projector.Load(file);
    }
}
