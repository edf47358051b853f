using DiffOG.Learning.Policies;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>
/// Trains a policy and the layer behind it at once, with one optimiser: the policy's own loss plus the weighted error of
/// refined chunks. The layer refines demonstrations, as the reference does, or what the policy estimates in this very
/// step; then the error's gradient passes through the quadratic program into the policy.
/// </summary>
/// <param name="policy">The policy's part.</param>
/// <param name="layer">The layer's part.</param>
/// <param name="settings">Weight, and what the layer refines.</param>
/// <param name="origin">What is trained, for checkpoints.</param>
internal sealed class JointTask(PolicyTask policy, LayerTask layer, LayerTrainingSettings settings, TrainingOrigin origin) : ITrainingTask
{
    private const string PolicyPrefix = "policy.";
    private const string LayerPrefix = "layer.";

    public string Kind => "joint";

    public DemonstrationWindows Windows => policy.Windows;

    public WindowNeeds Needs => new(true, Math.Max(policy.Needs.PreviousSteps, layer.Needs.PreviousSteps));

    public IEnumerable<(string Name, Parameter Parameter)> Parameters =>
        [.. policy.Parameters.Select(p => (PolicyPrefix + p.Name, p.Parameter)), .. layer.Parameters.Select(p => (LayerPrefix + p.Name, p.Parameter))];

    public IReadOnlyDictionary<string, Tensor> State => policy.State.Select(s => KeyValuePair.Create(PolicyPrefix + s.Key, s.Value))
        .Concat(layer.State.Select(s => KeyValuePair.Create(LayerPrefix + s.Key, s.Value))).ToDictionary(StringComparer.Ordinal);

    public IEnumerable<(string Name, object Value)> Identity => origin.Identity;

    public WindowPlace[] Draw(StepPart part) => policy.Draw(part);

    public Tensor Loss(StepPart part, WindowArrays read)
    {
        PolicyLoss own = policy.LossOf(part, read);
        return own.Value + (settings.LayerWeight * layer.LossAround(read, Refined(own)));
    }

    public void AfterStep() => policy.AfterStep();

    public void Restored(long step) => policy.Restored(step);

    public Dictionary<string, double> Validate()
    {
        Dictionary<string, double> measures = policy.Validate();
        foreach ((string name, double value) in layer.Validate())
            measures[name == "loss" ? "layerLoss" : name] = value;
        return measures;
    }

    public string Export(string folder, long step)
    {
        policy.Export(folder, step);
        return layer.Export(folder, step);
    }

    private Tensor? Refined(PolicyLoss own) => settings.JointInput switch
    {
        JointInput.Demonstrations => null,
        _ => own.Chunks?.Invoke().to(ScalarType.Float32) ?? throw TrainingErrors.NoEstimate(),
    };
}
