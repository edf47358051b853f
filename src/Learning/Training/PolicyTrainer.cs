using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Learning.Ema;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Safetensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>
/// Trains a policy on demonstrations: AdamW, warm-up and cosine, averaged weights (Chi et al. 2023, appendix). Leaves
/// the policy ready to act with its averaged weights.
/// </summary>
/// <param name="policy">The policy; stays the caller's, is prepared here.</param>
/// <param name="dataset">The demonstrations; stay the caller's.</param>
/// <param name="settings">Steps, rates, intervals.</param>
/// <param name="observer">Is told how it goes.</param>
public sealed class PolicyTrainer(ITrainablePolicy policy, IDemonstrationDataset dataset, TrainingSettings settings, ITrainingObserver observer)
{
    /// <summary>The name of the checkpoint for inference.</summary>
    public const string FileName = "policy.safetensors";

    /// <summary>Strings kept in the checkpoints, for example the plugin and its options; a run is continued only where they are equal.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The clock of what the observer is told; null: no time passes.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Trains to the end, from <c>last.safetensors</c> in the folder where there is one.</summary>
    /// <param name="folder">Receives <c>last.safetensors</c> and, at the end, <see cref="FileName"/>.</param>
    /// <param name="cancellation">Cancels after the step in progress; a checkpoint is written first.</param>
    /// <returns>Losses, measures and the checkpoint's path.</returns>
    /// <exception cref="DiffOGException">DOG1301, DOG1302, DOG1311: the checkpoint cannot be continued. DOG1304, DOG1502: it cannot be written. DOG1310: training diverged. DOG1312, DOG1313: the demonstrations do not serve.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the checkpoint has all steps taken.</exception>
    public TrainingResult Run(string folder, CancellationToken cancellation = default)
    {
        settings.Check();
        InferenceCheckpoint.CheckNames(Metadata);
        DemonstrationWindows windows = DemonstrationWindows.Read(dataset, policy.Spec.Observations.Cameras, WindowShape.OfPolicy(policy), settings);
        policy.Prepare(windows.Statistics, settings.Seed);
        var task = new PolicyTask(policy, windows, settings, dataset.Fingerprint, Metadata);
        using var loop = new TrainingLoop(task, settings, observer, Time, folder);
        return loop.Run(cancellation);
    }

    private sealed class PolicyTask(
        ITrainablePolicy policy, DemonstrationWindows windows, TrainingSettings settings, string data, IReadOnlyDictionary<string, string> metadata) : ITrainingTask
    {
        private readonly AveragedWeights average = new(policy.Network, policy.Average, settings.Average);
        private readonly PolicyValidation validation = new(policy, windows, settings);
        private readonly WindowOrder order = new(windows);

        public string Kind => "policy";

        public DemonstrationWindows Windows => windows;

        public WindowNeeds Needs => WindowNeeds.OfPolicy;

        public IEnumerable<(string Name, Parameter Parameter)> Parameters => policy.Network.named_parameters();

        public IReadOnlyDictionary<string, Tensor> State => StateDict.Of(policy.Network, "network.")
            .Concat(StateDict.Of(policy.Average, "average.")).ToDictionary(StringComparer.Ordinal);

        public IEnumerable<(string Name, object Value)> Identity =>
            [("demonstrations", data), .. metadata.Select(m => (m.Key, (object)m.Value))];

        public WindowPlace[] Draw(StepPart part) => order.Take((part.Step * part.BatchSize) + part.First, part.Count);

        public Tensor Loss(StepPart part, WindowArrays read)
        {
            policy.Network.train();
            return policy.Loss(read.ToBatch(CPU), TrainingRandom.Of(settings.Seed, Purpose.Noise, part.Number)).Value;
        }

        public void AfterStep() => average.Update();

        public void Restored(long step) => average.Step = step;

        public Dictionary<string, double> Validate() => validation.Measure();

        public string Export(string folder, long step) =>
            InferenceCheckpoint.Write(Path.Combine(folder, FileName), Kind, step, policy.Spec, policy.ToArrays(), metadata, policy.Normalisation);
    }
}
