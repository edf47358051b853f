using System.Globalization;
using System.Text.Json;
using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Host.Configuration;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Experiments;
using DiffOG.Host.Runs;
using DiffOG.Learning.Policies;
using DiffOG.Policies;
using DiffOG.Projectors;
using DiffOG.Refiners;
using DiffOG.Simulation;
using DiffOG.Solvers;
using DiffOG.Specs;
using Microsoft.Extensions.Logging;

namespace DiffOG.Host.Stages;

/// <summary>
/// Makes the parts of an experiment, each from what is known when its turn comes: first the task, which says what is
/// observed and commanded; then demonstrations and policy; then, with the policy's normalisation, the layer and the
/// refiners. Whoever asks for a part owns it; simulators stay here and are reused.
/// </summary>
internal sealed class ExperimentParts(ExperimentFile experiment, IPluginSource plugins, RunFolder? folder, ILoggerFactory loggers) : IDisposable
{
    private SimulatorPool? simulators;

    private ExperimentOptions Options => experiment.Options;

    /// <summary>Simulators of the task.</summary>
    internal SimulatorPool Simulators => simulators ??= new SimulatorPool(() => plugins.Create<ISimulator>(Options.Task, Context()));

    /// <summary>What the task offers.</summary>
    internal TaskSpec Task => Simulators.Lane(0).Spec;

    /// <summary>The collected demonstrations, to be read or added to.</summary>
    /// <exception cref="InvalidOperationException">The parts are of no run.</exception>
    internal IEpisodeSink OpenCollected()
    {
        string json = JsonSerializer.Serialize(new { path = (folder ?? throw new InvalidOperationException("Only a run collects demonstrations.")).Demonstrations });
        IDemonstrationDataset made = plugins.Create<IDemonstrationDataset>(plugins.Choose(PluginKind.Dataset, "episodes", json), TaskContext(Recorded));
        return (IEpisodeSink)made;
    }

    /// <summary>What collected demonstrations hold: all that the task observes, and the pictures that the policy reads.</summary>
    internal ObservationSpec Recorded => Task.Observations with { Cameras = PolicyCameras };

    /// <summary>The cameras whose pictures the policy reads, and their sizes.</summary>
    internal IReadOnlyList<CameraSpec> PolicyCameras
    {
        get
        {
            using IPolicy policy = CreatePolicy();
            return policy.Spec.Observations.Cameras;
        }
    }

    /// <summary>Requires that this machine renders the pictures that the policy reads.</summary>
    /// <exception cref="DiffOGException">It cannot; the message says what is missing.</exception>
    internal void RequireEyes() => Eyes.Require(Simulators.Lane(0), PolicyCameras);

    /// <summary>The demonstrations: those that the experiment names, else the collected ones.</summary>
    /// <exception cref="DiffOGException">They are missing or damaged. DOG1490: they do not fit the task, or lack pictures that the policy reads.</exception>
    internal IDemonstrationDataset OpenDemonstrations()
    {
        if (Options.Dataset is null)
            return OpenCollected();
        IDemonstrationDataset dataset = plugins.Create<IDemonstrationDataset>(Options.Dataset, Context());
        RequireFit(dataset.Spec);
        return dataset;
    }

    /// <summary>The policy as it is before training.</summary>
    internal IPolicy CreatePolicy() => plugins.Create<IPolicy>(Options.Policy, TaskContext());

    /// <summary>The constraint set.</summary>
    /// <param name="policy">A trained policy.</param>
    internal IConstraintSet CreateConstraints(IPolicy policy) => plugins.Create<IConstraintSet>(Options.Layer.Constraints, LayerContext(policy));

    /// <summary>The QP solver.</summary>
    /// <param name="policy">A trained policy.</param>
    internal IQpSolver CreateSolver(IPolicy policy) => plugins.Create<IQpSolver>(Options.Layer.Solver, LayerContext(policy));

    /// <summary>The Q-projector as it is before training.</summary>
    /// <param name="policy">A trained policy.</param>
    internal IQProjector CreateProjector(IPolicy policy) => plugins.Create<IQProjector>(Options.Layer.Projector, LayerContext(policy));

    /// <summary>A refiner.</summary>
    /// <param name="choice">Which one.</param>
    /// <param name="policy">A trained policy.</param>
    /// <param name="projector">The trained Q-projector; null where none is needed.</param>
    /// <param name="around">Puts something between the refiner and its solver.</param>
    internal ITrajectoryRefiner CreateRefiner(RefinerChoice choice, IPolicy policy, IQProjector? projector, Func<IQpSolver, IQpSolver>? around = null)
    {
        IQpSolver solver = CreateSolver(policy);
        object[] parts = [CreateConstraints(policy), around?.Invoke(solver) ?? solver, LayerSettings];
        return plugins.Create<ITrajectoryRefiner>(choice, LayerContext(policy, projector is not null && NeedsProjector(choice) ? [.. parts, projector] : parts));
    }

    /// <summary>Whether a refiner asks for the Q-projector.</summary>
    internal bool NeedsProjector(RefinerChoice choice) => plugins.Needs(PluginKind.Refiner, choice.Id, typeof(IQProjector));

    /// <summary>What training and inference of the layer share.</summary>
    internal LayerSettings LayerSettings => new(Options.Layer.Objective, Options.Layer.SmoothWeight, Task.Action.MotionDimensions);

    /// <summary>How a policy normalises actions; one that is not trained leaves them as they are.</summary>
    internal static ActionNormalisation NormalisationOf(IPolicy policy) =>
        policy is ITrainablePolicy trained ? trained.Normalisation : ActionNormalisation.Identity(policy.Spec.Action.Size);

    /// <summary>A plugin and its version, and those that its options choose, for the hash of a stage's inputs.</summary>
    internal object Identity(PluginKind kind, PluginChoice choice)
    {
        string version = plugins.VersionOf(kind, choice.Id);
        string[] nested = [.. NestedChoices.In(choice.Options).Select(c => $"{c.Choice.Id} {plugins.VersionOf(c.Kind, c.Choice.Id)}")];
        return new
        {
            choice.Id,
            Version = nested.Length == 0 ? version : $"{version} ({string.Join(", ", nested)})",
            Options = choice.Options is null ? null : OptionsJson.Write(choice.Options),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => simulators?.Dispose();

    private PluginContext Context() => new() { Plugins = plugins, Loggers = loggers, BaseFolder = experiment.BaseFolder, Seed = Options.Seed };

    private PluginContext TaskContext(ObservationSpec? observations = null) => new()
    {
        Plugins = plugins,
        Loggers = loggers,
        BaseFolder = experiment.BaseFolder,
        Seed = Options.Seed,
        Observations = observations ?? Task.Observations with { Cameras = Task.Cameras },
        Action = Task.Action,
        StepDuration = 1 / Task.Rate,
    };

    private PluginContext LayerContext(IPolicy policy, IReadOnlyList<object>? parts = null) => new()
    {
        Plugins = plugins,
        Loggers = loggers,
        BaseFolder = experiment.BaseFolder,
        Seed = Options.Seed,
        Observations = Task.Observations,
        Action = Task.Action,
        StepDuration = 1 / Task.Rate,
        ChunkSteps = policy.Spec.ChunkSteps,
        Normalisation = NormalisationOf(policy),
        Parts = parts ?? [],
    };

    private void RequireFit(DatasetSpec found)
    {
        string[] differences = [.. found.Observations.DifferencesFrom(Recorded), .. found.Action.DifferencesFrom(Task.Action)];
        if (Math.Abs(found.Rate - Task.Rate) > 1e-6 * Task.Rate)
            differences = [.. differences, string.Create(CultureInfo.InvariantCulture, $"rate: found {found.Rate} Hz, expected {Task.Rate} Hz")];
        if (differences.Length > 0)
            throw new DiffOGException("DOG1490", $"The demonstrations '{found.Source}' do not fit the task '{Options.Task.Id}' and the policy '{Options.Policy.Id}':{string.Concat(differences.Select(d => "\n  " + d))}\n", "Name the demonstrations of this task, or the task of these demonstrations; a policy can read only cameras that were recorded, in the size they have.");
    }
}
