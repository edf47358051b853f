using DiffOG.Composition;
using DiffOG.Datasets;
using DiffOG.Host.Configuration;
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
            return new { demonstrations.Fingerprint, Policy = parts.Identity(PluginKind.Policy, Options.Policy), Train = Options.Train.Deciding(), Options.Seed };
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => [trained.PolicyFile];

    /// <inheritdoc/>
    public IReadOnlyList<string> Outdated(Attempt attempt) => attempt == Attempt.Continued ? [] : [folder.PolicyCheckpoints];

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
            Metadata = new Dictionary<string, string>
            {
                ["plugin"] = Options.Policy.Id,
                ["options"] = Options.Policy.Options is null ? "{}" : OptionsJson.Write(Options.Policy.Options).ToJsonString(),
            },
        };
}
