using DiffOG.Learning.Layer;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Projectors;
using DiffOG.Learning.Safetensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>Trains a layer's projector behind a policy that stays as it is: the error of refined chunks.</summary>
/// <param name="layer">The layer.</param>
/// <param name="projector">The layer's projector.</param>
/// <param name="policy">The policy.</param>
/// <param name="windows">The demonstrations.</param>
/// <param name="settings">How.</param>
/// <param name="origin">What is trained, for checkpoints.</param>
/// <param name="device">Where projector and policy are.</param>
internal sealed class LayerTask(
    DiffOGLayer layer, ITrainableQProjector projector, ITrainablePolicy policy, DemonstrationWindows windows, LayerTrainingSettings settings,
    TrainingOrigin origin, Device device) : ITrainingTask, IDisposable
{
    private readonly LayerInputs inputs = new(policy, windows, settings, device);

    public string Kind => "layer";

    public DemonstrationWindows Windows => windows;

    public WindowNeeds Needs => inputs.Needs;

    public IEnumerable<(string Name, Parameter Parameter)> Parameters => projector.Module.named_parameters();

    public IReadOnlyDictionary<string, Tensor> State => StateDict.Of(projector.Module, "network.");

    public IEnumerable<(string Name, object Value)> Identity => origin.Identity;

    public WindowPlace[] Draw(StepPart part) => inputs.Draw(part);

    public Tensor Loss(StepPart part, WindowArrays read) => LossOf(inputs.Training(part, read));

    /// <summary>The loss of what the policy says in this very step, or of the demonstrations themselves.</summary>
    /// <param name="read">The windows.</param>
    /// <param name="chunks">[B, T, D] normalised; null: the demonstrated ones.</param>
    internal Tensor LossAround(WindowArrays read, Tensor? chunks) => LossOf(inputs.Around(read, chunks));

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
            Path.Combine(folder, LayerTrainer.FileName), Kind, step, policy.Spec, projector.ToArrays(), origin.Metadata, policy.Normalisation);
    }

    public void Dispose() => inputs.Dispose();

    private Tensor LossOf(LayerBatch batch)
    {
        projector.Module.train();
        return nn.functional.mse_loss(layer.Forward(batch.Chunks, batch.Previous, batch.Times), batch.Wanted);
    }
}
