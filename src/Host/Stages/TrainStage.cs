using DiffOG.Composition;
using DiffOG.Datasets;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Experiments;
using DiffOG.Host.Progress;
using DiffOG.Host.Runs;
using DiffOG.Learning.Natives;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Training;
using DiffOG.Policies;

namespace DiffOG.Host.Stages;

/// <summary>Trains the policy on the demonstrations; an interrupted training goes on from its last checkpoint.</summary>
internal sealed class TrainStage(
    ExperimentFile experiment, ExperimentParts parts, TrainedParts trained, RunFolder folder, RunDiary diary, MetricLog metrics, IDisplay display, TimeProvider time) : IStage
{
    private ExperimentOptions Options => experiment.Options;

    /// <inheritdoc/>
    public StageName Name => StageName.Train;

    /// <inheritdoc/>
    public bool Applies
    {
        get
        {
            using IPolicy policy = parts.CreatePolicy();
            return policy is ITrainablePolicy;
        }
    }

    /// <inheritdoc/>
    public object Inputs
    {
        get
        {
            using IDemonstrationDataset demonstrations = parts.OpenDemonstrations();
            return new
            {
                demonstrations.Fingerprint,
                Policy = parts.Identity(PluginKind.Policy, Options.Policy),
                Train = Options.Train.Deciding(),
                Weights = experiment.HashOf(Options.Train.Weights),
                Rollouts = Options.Train.Rollouts is null ? null : parts.Identity(PluginKind.Simulator, Options.Task),
                Options.Seed,
            };
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => [trained.OwnPolicyFile];

    /// <inheritdoc/>
    public IReadOnlyList<string> Outdated(Attempt attempt) => attempt == Attempt.Continued ? [] : [folder.PolicyCheckpoints];

    /// <inheritdoc/>
    public void RequireMachine()
    {
        TrainingOptions.RequireDevice(Options.Train.Device);
        if (Options.Train.Rollouts is not null)
            parts.RequireEyes();
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Run(string inputs, CancellationToken token)
    {
        TorchRuntime.Load();
        using IDemonstrationDataset demonstrations = parts.OpenDemonstrations();
        diary.Use(new DataDescription(demonstrations.Spec.Source, demonstrations.Fingerprint, demonstrations.Spec.EpisodeLengths.Count, demonstrations.Spec.Steps));
        using var policy = (ITrainablePolicy)parts.CreatePolicy();
        return display.Work("train", Options.Train.Steps, progress =>
        {
            var watch = new TrainingWatch("train", metrics, display, progress);
            return watch.Facts(Trainer(policy, demonstrations, watch).Run(folder.PolicyCheckpoints, token));
        });
    }

    private PolicyTrainer Trainer(ITrainablePolicy policy, IDemonstrationDataset demonstrations, TrainingWatch watch) =>
        new(policy, demonstrations, Options.Train.ToSettings(Options.Seed), watch)
        {
            Time = time,
            Judge = Options.Train.Rollouts is { } rollouts ? new RolloutJudge(parts.Simulators, rollouts, time) : null,
            Weights = experiment.PathOf(Options.Train.Weights),
            Metadata = trained.PolicyMetadata,
        };
}
