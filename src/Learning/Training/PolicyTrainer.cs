using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Safetensors;
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

    /// <summary>The folder of the checkpoints that did best in episodes.</summary>
    public const string BestFolder = "best";

    /// <summary>Strings kept in the checkpoints, for example the plugin and its options; a run is continued only where they are equal.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Judges the policy in episodes every <see cref="TrainingSettings.JudgeEvery"/> steps; null: nobody does.</summary>
    public IPolicyJudge? Judge { get; init; }

    /// <summary>A checkpoint whose weights and normalisers the training starts from; null: random weights, normalisers fitted to the demonstrations.</summary>
    public string? Weights { get; init; }

    /// <summary>The clock of what the observer is told; null: no time passes.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Trains to the end, from <c>last.safetensors</c> in the folder where there is one.</summary>
    /// <param name="folder">Receives <c>last.safetensors</c> and, at the end, <see cref="FileName"/>.</param>
    /// <param name="cancellation">Cancels after the step in progress; a checkpoint is written first.</param>
    /// <returns>Losses, measures and the checkpoint's path; where a judge decided, the checkpoint is the best one.</returns>
    /// <exception cref="DiffOGException">DOG1301, DOG1302, DOG1311: the checkpoint cannot be continued. DOG1304, DOG1502: it cannot be written. DOG1310: training diverged. DOG1312, DOG1313: the demonstrations do not serve. DOG1314: there is no such device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the checkpoint has all steps taken.</exception>
    public TrainingResult Run(string folder, CancellationToken cancellation = default)
    {
        settings.Check();
        InferenceCheckpoint.CheckNames(Metadata);
        DemonstrationWindows windows = DemonstrationWindows.Read(dataset, policy.Spec.Observations.Cameras, WindowShape.OfPolicy(policy), settings);
        Device device = TrainingDevice.Of(settings.Device);
        policy.Prepare(windows.Statistics, settings.Seed);
        LoadWeights();
        policy.MoveTo(device);
        var task = new PolicyTask(policy, windows, settings, new TrainingOrigin(dataset.Fingerprint, Metadata) { Weights = Weights is null ? null : Fingerprint.Of(policy.ToArrays()) }, device)
        {
            Judge = Judge,
            Best = Judge is null || settings.JudgeEvery == 0 ? null : new BestCheckpoints(Path.Combine(folder, BestFolder), settings.KeepBest),
        };
        using var loop = new TrainingLoop(task, settings, observer, Time, folder);
        return loop.Run(cancellation);
    }

    private void LoadWeights()
    {
        if (Weights is null)
            return;
        using SafetensorsFile file = SafetensorsFile.Open(Weights);
        CheckpointFit.Require(file, policy.Spec);
        policy.Load(file);
    }
}
