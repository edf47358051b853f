using System.Globalization;
using DiffOG.Composition;
using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Progress;
using DiffOG.Host.Runs;

namespace DiffOG.Host.Stages;

/// <summary>
/// Records successful episodes of the task's scripted expert. Try i has the seed firstSeed + i, and episodes are kept in
/// the order of their tries, so that the demonstrations do not depend on the number of threads or on interruptions.
/// </summary>
internal sealed class CollectStage(ExperimentFile experiment, ExperimentParts parts, RunFolder folder, MetricLog metrics, IDisplay display) : IStage
{
    private const string TryKey = "try";

    /// <inheritdoc/>
    public StageName Name => StageName.Collect;

    /// <inheritdoc/>
    public bool Applies => experiment.Options.Dataset is null;

    /// <inheritdoc/>
    public object Inputs => new
    {
        Task = parts.Identity(PluginKind.Simulator, experiment.Options.Task),
        experiment.Options.Collect,
        Cameras = parts.PolicyCameras is { Count: > 0 } cameras ? cameras : null,
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => [folder.Demonstrations];

    /// <inheritdoc/>
    public void RequireMachine() => parts.RequireEyes();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Run(string inputs, CancellationToken token)
    {
        using IEpisodeSink sink = parts.OpenCollected();
        int tries = display.Work("collect", experiment.Options.Collect.Episodes, progress => Fill(sink, progress, token));
        int episodes = sink.Spec.EpisodeLengths.Count;
        return new Dictionary<string, string>
        {
            ["episodes"] = string.Create(CultureInfo.InvariantCulture, $"{episodes}"),
            ["expert success"] = string.Create(CultureInfo.InvariantCulture, $"{100.0 * episodes / Math.Max(1, tries):0} %"),
            ["steps"] = string.Create(CultureInfo.InvariantCulture, $"{sink.Spec.Steps}"),
        };
    }

    /// <summary>Records until there are enough.</summary>
    /// <returns>The number of tries in all.</returns>
    private int Fill(IEpisodeSink sink, IWorkProgress progress, CancellationToken token)
    {
        int recorded = sink.Spec.EpisodeLengths.Count;
        int tries = recorded == 0 ? 0 : int.Parse(sink.AttributesOf(recorded - 1)[TryKey], CultureInfo.InvariantCulture) + 1;
        if (recorded >= experiment.Options.Collect.Episodes)
            return tries;
        var shows = new ExpertTries(experiment.Options.Task.Id, parts.Simulators, experiment.Options.Collect.FirstSeed, tries, token) { Cameras = sink.Spec.Observations.Cameras };
        foreach (Demonstration shown in shows)
        {
            tries = shown.Try + 1;
            if (shown.Episode is not null)
                sink.Append(shown.Episode, Attributes(shown));
            recorded += shown.Episode is null ? 0 : 1;
            metrics.Write("collect", shown.Try, ("success", shown.Episode is null ? 0 : 1), ("steps", shown.Steps));
            progress.Report(recorded, $"{recorded} of {tries} tries succeeded");
            if (recorded >= experiment.Options.Collect.Episodes)
                break;
            ExpertHope.Require(experiment.Options.Task.Id, recorded, tries);
        }
        return tries;
    }

    private static Dictionary<string, string> Attributes(Demonstration shown) => new()
    {
        [TryKey] = shown.Try.ToString(CultureInfo.InvariantCulture),
        ["seed"] = shown.Seed.ToString(CultureInfo.InvariantCulture),
    };
}
