using DiffOG.Composition;
using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Host.Configuration;
using DiffOG.Host.Experiments;
using DiffOG.Host.Progress;
using DiffOG.Host.Runs;
using DiffOG.Learning.Layer;
using DiffOG.Learning.Natives;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Projectors;
using DiffOG.Learning.Training;
using DiffOG.Projectors;

namespace DiffOG.Host.Stages;

/// <summary>
/// Trains the layer behind the trained policy, or with it; only where a refiner of the experiment asks for a Q-projector, and that
/// can be trained. An interrupted training goes on from its last checkpoint.
/// </summary>
internal sealed class RefineStage(
    ExperimentFile experiment, ExperimentParts parts, TrainedParts trained, RunFolder folder, MetricLog metrics, IDisplay display, TimeProvider time) : IStage
{
    private ExperimentOptions Options => experiment.Options;

    /// <inheritdoc/>
    public StageName Name => StageName.Refine;

    /// <inheritdoc/>
    public bool Applies => trained.TrainsLayer;

    /// <inheritdoc/>
    public object Inputs => new
    {
        Projector = parts.Identity(PluginKind.QProjector, Options.Layer.Projector),
        Constraints = parts.Identity(PluginKind.ConstraintSet, Options.Layer.Constraints),
        Solver = parts.Identity(PluginKind.QpSolver, Options.Layer.Solver),
        Options.Layer.Objective,
        Options.Layer.SmoothWeight,
        Refine = Options.Refine.Deciding(),
        Weights = experiment.HashOf(Options.Refine.Weights),
        Options.Seed,
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => trained.TrainsJointly ? [trained.LayerFile, trained.PolicyFile] : [trained.LayerFile];

    /// <inheritdoc/>
    public IReadOnlyList<string> Outdated(Attempt attempt) => attempt == Attempt.Continued ? [] : [folder.LayerCheckpoints];

    /// <inheritdoc/>
    public void RequireMachine()
    {
        if (trained.UsesProjector)
            TrainingOptions.RequireDevice(Options.Refine.Device);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Run(string inputs, CancellationToken token)
    {
        TorchRuntime.Load();
        using IDemonstrationDataset demonstrations = parts.OpenDemonstrations();
        using ITrainablePolicy policy = trained.LoadOwnPolicy() as ITrainablePolicy ?? throw NotTrainable();
        using var projector = (ITrainableQProjector)parts.CreateProjector(policy);
        return display.Work("refine", Options.Refine.Steps, progress =>
        {
            var watch = new TrainingWatch("refine", metrics, display, progress);
            return watch.Facts(Trainer(policy, projector, demonstrations, watch).Run(folder.LayerCheckpoints, token));
        });
    }

    private LayerTrainer Trainer(ITrainablePolicy policy, ITrainableQProjector projector, IDemonstrationDataset demonstrations, TrainingWatch watch)
    {
        var layer = new DiffOGLayer(
            projector, parts.CreateConstraints(policy), parts.CreateSolver(policy), parts.LayerSettings, policy.Normalisation, 1 / parts.Task.Rate);
        LayerTrainingSettings settings = Options.Refine.ToSettings(Options.Train, Options.Seed);
        return new(layer, projector, policy, demonstrations, settings, watch)
        {
            Time = time,
            Weights = experiment.PathOf(Options.Refine.Weights),
            PolicyMetadata = trained.PolicyMetadata,
            Metadata = new Dictionary<string, string>
            {
                ["plugin"] = Options.Layer.Projector.Id,
                ["layer"] = OptionsJson.Write(Options.Layer).ToJsonString(),
            },
        };
    }

    private DiffOGException NotTrainable() => new(
        "DOG1390", $"The layer is trained on the chunks of a trained policy, and '{Options.Policy.Id}' is a policy that is not trained.", "Use a trainable policy, or refiners that need no Q-projector.");
}
