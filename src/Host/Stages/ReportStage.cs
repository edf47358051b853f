using System.Globalization;
using DiffOG.Composition;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Evaluation.Metrics;
using DiffOG.Host.Experiments;
using DiffOG.Host.Progress;
using DiffOG.Host.Reporting;
using DiffOG.Host.Runs;
using DiffOG.Policies;

namespace DiffOG.Host.Stages;

/// <summary>Writes report.html and metrics.json, and shows the table. It takes no time, so it is always done.</summary>
internal sealed class ReportStage(
    ExperimentFile experiment, ExperimentParts parts, TrainedParts trained, EvaluateStage evaluate, FailedProblems failed, StageBook book, RunFolder folder, IDisplay display) : IStage
{
    private static readonly Dictionary<string, string> TrainedBy = new() { ["train"] = "policy", ["refine"] = "layer" };

    private static readonly string[] CurveNames = ["loss", "validationLoss", "layerLoss", "learningRate", "actionMse", "rolloutSuccess", "changeMse", "unrefinedMse", "meanDelta", "unrefinedMeanDelta"];

    private static readonly Dictionary<string, string> ErrorNames = new()
    {
        ["actionMse"] = "policy",
        ["meanActionMse"] = "mean action",
        ["repeatLastMse"] = "repeat last action",
    };

    private ExperimentOptions Options => experiment.Options;

    /// <inheritdoc/>
    public StageName Name => StageName.Report;

    /// <inheritdoc/>
    public bool Applies => true;

    /// <inheritdoc/>
    public bool AlwaysRuns => true;

    /// <inheritdoc/>
    public object Inputs => new { Version = 1 };

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => [folder["report.html"], folder["metrics.json"]];

    /// <inheritdoc/>
    public IReadOnlyList<string> Outdated(Attempt attempt) => [];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Run(string inputs, CancellationToken token)
    {
        using IPolicy policy = trained.LoadPolicy();
        var context = new MetricContext(parts.Task.Action, ExperimentParts.NormalisationOf(policy), parts.CreateConstraints(policy), 1 / parts.Task.Rate) { Seed = Options.Seed };
        RefinerRollouts[] rollouts = [.. evaluate.Outputs.Select(RolloutFile.Read)];
        EvaluationSummary summary = EvaluationMetrics.Summarise(rollouts, context);
        ReportFiles files = ReportWriter.Write(Compose(context, summary, rollouts), folder.Root);
        display.Show(summary);
        return new Dictionary<string, string> { ["report"] = files.Page };
    }

    private RunReport Compose(MetricContext context, EvaluationSummary summary, RefinerRollouts[] rollouts)
    {
        IReadOnlyList<MetricEvent> events = MetricLog.Read(folder.Metrics, IsCurrent);
        return new RunReport(Options.Name, context, summary, rollouts)
        {
            Curves = [.. Curves(events)],
            Validation = [.. Validation(events)],
            Facts = [.. Facts()],
            Sights = Sights.Of(parts),
            Notes = [.. book.Read(StageName.Evaluate)?.Facts.GetValueOrDefault(EvaluateStage.NoteKey) is { } note ? (string[])[note] : [], .. failed.Notes()],
            Configuration = File.ReadAllText(folder.Configuration),
            Manifest = File.ReadAllText(folder.Manifest),
            Command = $"./diffog run {experiment.Arguments} --new",
        };
    }

    /// <summary>What a stage measured with other settings stays in the file, and is no part of this report.</summary>
    private bool IsCurrent(MetricEvent measured) =>
        !Enum.TryParse(measured.Stage, ignoreCase: true, out StageName stage) || book.Read(stage) is not { } record || measured.Time >= record.Started;

    private static IEnumerable<TrainingCurve> Curves(IReadOnlyList<MetricEvent> events) =>
        from e in events
        where TrainedBy.ContainsKey(e.Stage)
        from value in e.Values
        where CurveNames.Contains(value.Key)
        group (Step: (int)e.Step, value.Value) by $"{TrainedBy[e.Stage]}/{value.Key}" into curve
        let points = curve.OrderBy(p => p.Step).ToArray()
        select new TrainingCurve(curve.Key, [.. points.Select(p => p.Step)], [.. points.Select(p => p.Value)]);

    /// <summary>The errors of the last validation of the policy.</summary>
    private static IEnumerable<ValidationError> Validation(IReadOnlyList<MetricEvent> events) =>
        from name in ErrorNames
        let last = events.LastOrDefault(e => TrainedBy.ContainsKey(e.Stage) && e.Values.ContainsKey(name.Key))
        where last is not null
        select new ValidationError(name.Value, last.Values[name.Key]);

    private IEnumerable<ReportFact> Facts()
    {
        yield return new ReportFact("Task", Options.Task.Id);
        yield return new ReportFact("Demonstrations", Options.Dataset?.Id ?? $"collected from the scripted expert{FactOf(StageName.Collect, "expert success", ", which succeeded in {0}")}");
        yield return new ReportFact("Policy", Options.Policy.Id);
        yield return new ReportFact("Seed", Options.Seed.ToString(CultureInfo.InvariantCulture));
        var cost = new RunCost([.. Enum.GetValues<StageName>().Where(s => s != StageName.Report).Select(book.Read).OfType<StageRecord>().Where(r => r.Finished is not null).Select(r => r.Cost)]);
        foreach (StageCost stage in cost.Stages)
            yield return new ReportFact($"Time to {stage.Stage}", string.Create(CultureInfo.InvariantCulture, $"{stage.Seconds:0.0} s"));
        yield return new ReportFact("Time in all", string.Create(CultureInfo.InvariantCulture, $"{cost.Seconds:0.0} s"));
        yield return new ReportFact("Largest memory", string.Create(CultureInfo.InvariantCulture, $"{cost.PeakMemoryGigabytes:0.00} GiB"));
    }

    private string FactOf(StageName stage, string name, string format) =>
        book.Read(stage)?.Facts.GetValueOrDefault(name) is { } value ? string.Format(CultureInfo.InvariantCulture, format, value) : "";
}
