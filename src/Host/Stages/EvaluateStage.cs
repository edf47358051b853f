using System.Globalization;
using DiffOG.Composition;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Experiments;
using DiffOG.Host.Progress;
using DiffOG.Host.Reporting.Video;
using DiffOG.Host.Runs;
using DiffOG.Policies;
using DiffOG.Projectors;
using DiffOG.Refiners;

namespace DiffOG.Host.Stages;

/// <summary>
/// Runs the same episodes under every refiner. A refiner's rollouts are written when they are complete and carry the hash
/// of what decided them, so that a changed or added refiner leaves those of the others valid.
/// </summary>
internal sealed class EvaluateStage(
    ExperimentFile experiment, ExperimentParts parts, TrainedParts trained, FailedProblems failed, StageBook book, RunFolder folder, MetricLog metrics, IDisplay display, IVideoWriter videos, TimeProvider time) : IStage
{
    /// <summary>The name of the fact that says why there is no video.</summary>
    internal const string NoteKey = "note";

    private ExperimentOptions Options => experiment.Options;

    /// <summary>Where the rollouts of a refiner are.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="label">The refiner's name.</param>
    internal static string PathOf(RunFolder folder, string label) => Path.Combine(folder.Evaluation, $"{FileNames.Of(label)}.safetensors");

    /// <inheritdoc/>
    public StageName Name => StageName.Evaluate;

    /// <inheritdoc/>
    public bool Applies => true;

    /// <inheritdoc/>
    public object Inputs => new { Common, Refiners = Options.Refiners.Select(r => new { r.Label, Plugin = parts.Identity(PluginKind.Refiner, r) }) };

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => [.. Options.Refiners.Select(r => PathOf(r.Name))];

    /// <inheritdoc/>
    public IReadOnlyList<string> Outdated(Attempt attempt)
    {
        if (!Directory.Exists(folder.Evaluation))
            return [];
        // What there is stays in its place until what would replace it can be made.
        using IPolicy policy = trained.LoadPolicy();
        trained.LoadProjector(policy)?.Dispose();
        HashSet<string> current = attempt == Attempt.Forced ? [] : [.. Options.Refiners.Select(HashOf)];
        string[] outdated = [.. Directory.EnumerateFiles(folder.Evaluation, "*.safetensors").Where(f => !current.Contains(RolloutFile.InputsOf(f) ?? ""))];
        return [.. outdated, .. outdated.SelectMany(VideosOf), .. outdated.Select(failed.PathBeside)];
    }

    /// <inheritdoc/>
    public void RequireMachine() => parts.RequireEyes();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Run(string inputs, CancellationToken token)
    {
        var facts = new Dictionary<string, string>();
        using IPolicy policy = trained.LoadPolicy();
        using IQProjector? projector = trained.LoadProjector(policy);
        var studio = new FilmStudio(videos, folder.Root, folder.Videos, text => facts[NoteKey] = text);
        var engine = new RolloutEngine(parts.Simulators, policy, Settings(), time, studio);
        RunFolder.Ensure(folder.Evaluation);
        foreach (RefinerChoice choice in Options.Refiners)
            facts[choice.Name] = Evaluate(choice, engine, policy, projector, token);
        if (facts.TryGetValue(NoteKey, out string? note))
            display.Say(note);
        return facts;
    }

    private string Evaluate(RefinerChoice choice, RolloutEngine engine, IPolicy policy, IQProjector? projector, CancellationToken token)
    {
        string path = PathOf(choice.Name);
        string hash = HashOf(choice);
        if (RolloutFile.InputsOf(path) == hash)
            return $"{Succeeded(RolloutFile.Read(path))} (kept)";
        using ITrajectoryRefiner refiner = parts.CreateRefiner(choice, policy, projector);
        RefinerRollouts rollouts = display.Work($"evaluate {choice.Name}", Options.Evaluate.Episodes, progress => engine.Run(
            new RefinerUnderTest(choice.Name, choice.Id, refiner), (done, succeeded) => progress.Report(done, $"{succeeded} of {done} episodes succeeded"), token));
        RolloutFile.Write(path, rollouts, hash);
        Measure(rollouts);
        if (failed.Save(choice, policy, projector, rollouts) is { } sentence)
            display.Say(sentence);
        return Succeeded(rollouts);
    }

    private void Measure(RefinerRollouts rollouts)
    {
        for (int i = 0; i < rollouts.Episodes.Count; i++)
        {
            EpisodeRecord episode = rollouts.Episodes[i];
            metrics.Write(
                $"evaluate/{rollouts.Label}", i, ("success", episode.Success ? 1 : 0), ("score", episode.BestScore), ("steps", episode.Executed?.Steps ?? 0),
                ("latency", episode.Chunks.Count == 0 ? 0 : episode.Chunks.Average(c => c.Latency)));
        }
    }

    private RolloutSettings Settings() => new(
        [.. Enumerable.Range(0, Options.Evaluate.Episodes).Select(i => Options.Evaluate.FirstSeed + i)], Options.Evaluate.UntilHorizon)
    {
        Filmed = Options.Evaluate.Videos,
    };

    /// <summary>All that decides every refiner's rollouts, besides training.</summary>
    private object Common => new
    {
        Task = parts.Identity(PluginKind.Simulator, Options.Task),
        Policy = parts.Identity(PluginKind.Policy, Options.Policy),
        Constraints = parts.Identity(PluginKind.ConstraintSet, Options.Layer.Constraints),
        Solver = parts.Identity(PluginKind.QpSolver, Options.Layer.Solver),
        Options.Layer.Objective,
        Options.Layer.SmoothWeight,
        Options.Evaluate,
        Options.Seed,
    };

    private string HashOf(RefinerChoice choice) => RunJson.Hash(new
    {
        Common,
        Label = choice.Name,
        Refiner = parts.Identity(PluginKind.Refiner, choice),
        Train = book.Read(StageName.Train)?.Inputs,
        Refine = trained.TrainsJointly || parts.NeedsProjector(choice) ? book.Read(StageName.Refine)?.Inputs : null,
    });

    private IEnumerable<string> VideosOf(string rollouts) => Directory.Exists(folder.Videos)
        ? Directory.EnumerateFiles(folder.Videos, $"{Path.GetFileNameWithoutExtension(rollouts)}.*")
        : [];

    private string PathOf(string label) => PathOf(folder, label);

    private static string Succeeded(RefinerRollouts rollouts) =>
        string.Create(CultureInfo.InvariantCulture, $"{rollouts.Episodes.Count(e => e.Success)}/{rollouts.Episodes.Count}");
}
