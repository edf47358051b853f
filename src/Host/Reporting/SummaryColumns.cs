using DiffOG.Host.Evaluation.Metrics;
using DiffOG.Specs;

namespace DiffOG.Host.Reporting;

/// <summary>One column of the comparison of refiners, in the terminal and on the page.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Unit">Unit or explanation under the heading; empty for none.</param>
/// <param name="Meaning">What it means, one or two sentences.</param>
/// <param name="Cell">Its value for a refiner.</param>
/// <param name="Measure">The number that is ranked, less is better; null where columns are not ranked.</param>
internal sealed record SummaryColumn(string Title, string Unit, string Meaning, Func<RefinerSummary, string> Cell, Func<RefinerSummary, double>? Measure = null);

/// <summary>The columns that a person wants.</summary>
internal static class SummaryColumns
{
    public static IReadOnlyList<SummaryColumn> Of(EvaluationSummary summary) =>
    [
        new("Success", "% [95 %]", "Share of episodes in which the task was fulfilled, with the 95 % Wilson interval.", r => Numbers.SuccessWithInterval(r.Success), r => -r.Success.Rate),
        .. Score(summary),
        new("Violations", "steps", "Executed steps that broke at least one constraint by more than the tolerance, judged by the constraint set itself, not by the solver.", r => Numbers.Violations(r.WholeEpisode.Violations.Steps), r => r.WholeEpisode.Violations.Steps.Rate),
        new("Max excess", "of the bound", "The largest amount by which an executed action left a bound, relative to that bound. Amounts below the tolerance are rounding and no violation.", r => Numbers.Excess(r.WholeEpisode.Violations), r => r.WholeEpisode.Violations.LargestRelativeExcess),
        .. summary.Refiners[0].UntilSuccess.Changes.Select((c, i) => Change(c.Group, i)),
        .. summary.Refiners[0].UntilSuccess.Jerks.Select((c, i) => Jerk(c.Group, i)),
        new("Border", "× inside", "|Δa| at the first step of a chunk over |Δa| inside chunks, until first success: 1 means that chunk borders cannot be told from the inside.", r => Numbers.Short(r.UntilSuccess.Border.Ratio), r => r.UntilSuccess.Border.Ratio),
        new("Distance", "RMS", "Root mean square distance of the executed actions from what the policy proposed, normalised, until first success.", r => Numbers.Short(r.UntilSuccess.Distance.Rms.Mean)),
        new("Latency", "p50/p99 ms", "Time to refine one chunk, the policy left out: median and 99 % quantile.", r => $"{Numbers.Milliseconds(r.Latency.P50)}/{Numbers.Milliseconds(r.Latency.P99)}"),
        .. FallBacks(summary),
    ];

    public static string Name(ActionGroup group) => group switch
    {
        ActionGroup.Translation => "trans",
        ActionGroup.Rotation => "rot",
        ActionGroup.Joint => "joint",
        _ => "gripper",
    };

    private static IEnumerable<SummaryColumn> Score(EvaluationSummary summary) => summary.Refiners.All(r => r.Score.Binary)
        ? []
        : [new("Score", "mean of best", "The task's own score, for example coverage: the best of every episode, averaged over episodes.", r => Numbers.Short(r.Score.Best.Mean), r => -r.Score.Best.Mean)];

    private static IEnumerable<SummaryColumn> FallBacks(EvaluationSummary summary) => summary.Refiners.All(r => r.Solver.FellBack == 0)
        ? []
        : [new("Fell back", "chunks", "Chunks whose refinement failed and that braked within the limits instead.", r => Numbers.Count(r.Solver.FellBack), r => r.Solver.FellBack)];

    private static SummaryColumn Change(ActionGroup group, int index) => new(
        $"|Δa| {Name(group)}", "mean", $"Mean |aₜ − aₜ₋₁| of the executed {group.ToString().ToLowerInvariant()} commands, normalised, until first success.",
        r => Numbers.Short(r.UntilSuccess.Changes[index].Mean.Mean), r => r.UntilSuccess.Changes[index].Mean.Mean);

    private static SummaryColumn Jerk(ActionGroup group, int index) => new(
        $"Jerk {Name(group)}", "mean", $"Mean absolute third difference of the executed {group.ToString().ToLowerInvariant()} commands, normalised, until first success.",
        r => Numbers.Short(r.UntilSuccess.Jerks[index].Mean.Mean), r => r.UntilSuccess.Jerks[index].Mean.Mean);
}
