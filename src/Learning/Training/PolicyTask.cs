using DiffOG.Learning.Ema;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Safetensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>Trains a policy: its own loss, and averaged weights.</summary>
/// <param name="policy">Prepared.</param>
/// <param name="windows">The demonstrations.</param>
/// <param name="settings">How.</param>
/// <param name="origin">What is trained, for checkpoints.</param>
/// <param name="device">Where the policy is.</param>
internal sealed class PolicyTask(ITrainablePolicy policy, DemonstrationWindows windows, TrainingSettings settings, TrainingOrigin origin, Device device) : ITrainingTask
{
    private readonly AveragedWeights average = new(policy.Network, policy.Average, settings.Average);
    private readonly PolicyValidation validation = new(policy, windows, settings, device);
    private readonly WindowOrder order = new(windows);

    /// <summary>Judges the policy in episodes; null: nobody does.</summary>
    public IPolicyJudge? Judge { get; init; }

    /// <summary>Keeps the best ones.</summary>
    public BestCheckpoints? Best { get; init; }

    public string Kind => "policy";

    public DemonstrationWindows Windows => windows;

    public WindowNeeds Needs => WindowNeeds.OfPolicy;

    public IEnumerable<(string Name, Parameter Parameter)> Parameters => policy.Network.named_parameters();

    public IReadOnlyDictionary<string, Tensor> State => StateDict.Of(policy.Network, "network.")
        .Concat(StateDict.Of(policy.Average, "average.")).ToDictionary(StringComparer.Ordinal);

    public IEnumerable<(string Name, object Value)> Identity => origin.Identity;

    public WindowPlace[] Draw(StepPart part) => order.Take((part.Step * part.BatchSize) + part.First, part.Count);

    public Tensor Loss(StepPart part, WindowArrays read) => LossOf(part, read).Value;

    /// <summary>The policy's loss, and the chunks it estimates.</summary>
    internal PolicyLoss LossOf(StepPart part, WindowArrays read)
    {
        policy.Network.train();
        return policy.Loss(read.ToBatch(device), TrainingRandom.Of(settings.Seed, Purpose.Noise, part.Number));
    }

    public void AfterStep() => average.Update();

    public void Restored(long step) => average.Step = step;

    public Dictionary<string, double> Validate() => validation.Measure();

    public bool IsJudged => Judge is not null;

    public double Rollout(long step, CancellationToken cancellation)
    {
        double success = Judge!.SuccessOf(policy, cancellation);
        Best!.Add(step, success, (path, besides) => Write(path, step, besides));
        return success;
    }

    public JudgedCheckpoint? BestSoFar => Best?.All is [{ } first, ..] ? first : null;

    public string Export(string folder, long step)
    {
        string path = Path.Combine(folder, PolicyTrainer.FileName);
        if (BestSoFar is not { } best)
            return Write(path, step, new Dictionary<string, string>());
        AtomicFile.Replace(path, stream => CopyOf(best.Path, stream));
        return Path.GetFullPath(path);
    }

    private static void CopyOf(string path, Stream target)
    {
        using FileStream source = File.OpenRead(path);
        source.CopyTo(target);
    }

    private string Write(string path, long step, IReadOnlyDictionary<string, string> besides) => InferenceCheckpoint.Write(
        path, Kind, step, policy.Spec, policy.ToArrays(), origin.Metadata.Concat(besides).ToDictionary(StringComparer.Ordinal), policy.Normalisation);
}
