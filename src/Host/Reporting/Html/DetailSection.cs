using System.Text;
using DiffOG.Host.Evaluation.Metrics;

namespace DiffOG.Host.Reporting.Html;

/// <summary>Every number of every refiner with its spread, in both windows.</summary>
internal static class DetailSection
{
    public static PageSection Of(ReportView view)
    {
        string head = string.Concat(view.Refiners.Select(r => $"<th scope=\"col\">{ReportView.Text(r.Label)}</th>"));
        var body = new StringBuilder();
        body.Append("<details><summary>Means with 95 % bootstrap intervals and standard deviations over episodes</summary><div class=\"scroll\"><table class=\"detail\"><thead><tr><th scope=\"col\">Quantity</th>").Append(head).Append("</tr></thead>");
        body.Append(Body("Motion until first success", view, r => Motion(r.UntilSuccess)));
        body.Append(Body("Motion of whole episodes", view, r => Motion(r.WholeEpisode)));
        body.Append(Body("Task", view, Task));
        body.Append(Body("Solver and time", view, Solver));
        return new PageSection("details", "All numbers", "All numbers", body.Append("</table></div></details>").ToString());
    }

    private static string Body(string title, ReportView view, Func<RefinerSummary, IEnumerable<(string Name, string Value)>> rows)
    {
        (string Name, string Value)[][] columns = [.. view.Refiners.Select(r => rows(r).ToArray())];
        var body = new StringBuilder($"<tbody><tr class=\"group\"><th colspan=\"{columns.Length + 1}\">{ReportView.Text(title)}</th></tr>");
        for (int i = 0; i < columns[0].Length; i++)
            body.Append("<tr><th scope=\"row\">").Append(ReportView.Text(columns[0][i].Name)).Append("</th>").Append(string.Concat(columns.Select(c => $"<td>{ReportView.Text(c[i].Value)}</td>"))).Append("</tr>");
        return body.Append("</tbody>").ToString();
    }

    private static IEnumerable<(string Name, string Value)> Motion(MotionSummary motion)
    {
        yield return ("Executed steps", Numbers.Count(motion.Steps));
        yield return ("Steps with a violation", $"{Numbers.Violations(motion.Violations.Steps)}, 95 %: {Numbers.Range(motion.Violations.Steps.Interval)}");
        yield return ("Violated inequalities", $"{Numbers.Violations(motion.Violations.Rows)} of {Numbers.Count(motion.Violations.Rows.N)}");
        yield return ("Episodes with a violation", $"{motion.Violations.Episodes.Count} of {motion.Violations.Episodes.N}");
        yield return ("Largest excess, normalised", Numbers.Short(motion.Violations.LargestExcess));
        foreach (GroupChange change in motion.Changes)
        {
            string group = change.Group.ToString().ToLowerInvariant();
            yield return ($"|Δa| {group}, mean", Spread(change.Mean));
            yield return ($"|Δa| {group}, std in an episode", Spread(change.Std));
            yield return ($"|Δa| {group}, max of an episode", Spread(change.Max));
            yield return ($"|Δa| {group}, largest of all", Numbers.Short(change.Largest));
        }
        foreach (GroupJerk jerk in motion.Jerks)
            yield return ($"Jerk {jerk.Group.ToString().ToLowerInvariant()}, mean", Spread(jerk.Mean));
        yield return ("|Δa| at chunk borders", Spread(motion.Border.AtBorders));
        yield return ("|Δa| inside chunks", Spread(motion.Border.Inside));
        yield return ("Distance from the proposal, RMS", Spread(motion.Distance.Rms));
        yield return ("Distance from the proposal, largest", Numbers.Short(motion.Distance.Largest));
    }

    private static IEnumerable<(string Name, string Value)> Task(RefinerSummary refiner)
    {
        yield return ("Successful episodes", $"{refiner.Success.Count} of {refiner.Success.N}");
        yield return ("Steps to the first success", Spread(refiner.StepsToSuccess));
        yield return ("Best score, mean", Spread(refiner.Score.Best));
        yield return ("Best score, largest", Numbers.Short(refiner.Score.Best.Max));
    }

    private static IEnumerable<(string Name, string Value)> Solver(RefinerSummary refiner)
    {
        yield return ("Chunks", Numbers.Count(refiner.Solver.Chunks));
        yield return ("Refinements", Counts(refiner.Solver.Refinements));
        yield return ("Solver", Counts(refiner.Solver.Solves));
        yield return ("Iterations, mean / most", refiner.Solver.Solves.Count == 0 ? Numbers.None : $"{Numbers.Short(refiner.Solver.MeanIterations)} / {refiner.Solver.MaxIterations}");
        yield return ("Latency p50 / p99 / max [ms]", $"{Numbers.Milliseconds(refiner.Latency.P50)} / {Numbers.Milliseconds(refiner.Latency.P99)} / {Numbers.Milliseconds(refiner.Latency.Max)}");
    }

    private static string Counts<T>(IReadOnlyDictionary<T, int> counts) => counts.Count == 0 ? Numbers.None
        : string.Join(", ", counts.Select(c => $"{c.Key} {Numbers.Count(c.Value)}"));

    // A spread that is rounding is none.
    private static string Spread(Statistic statistic) => statistic.Interval is null ? Numbers.Short(statistic.Mean)
        : $"{Numbers.Short(statistic.Mean)} [{Numbers.Short(statistic.Interval.Low)}, {Numbers.Short(statistic.Interval.High)}] ± {Numbers.Short(statistic.Std <= 1e-12 * Math.Abs(statistic.Mean) ? 0 : statistic.Std)}";
}
