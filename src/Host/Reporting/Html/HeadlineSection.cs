using DiffOG.Host.Evaluation.Metrics;

namespace DiffOG.Host.Reporting.Html;

/// <summary>The top of the page: what the layer did, in one sentence and a few large numbers.</summary>
internal static class HeadlineSection
{
    public static string Of(ReportView view)
    {
        RefinerSummary featured = view.Refiners[view.Featured], first = view.Refiners[0];
        string facts = string.Concat(view.Report.Facts.Select(f => $"<li><span>{ReportView.Text(f.Name)}</span> {ReportView.Text(f.Value)}</li>"));
        string notes = string.Concat(view.Report.Notes.Select(n => $"<p class=\"note\" role=\"note\">{ReportView.Text(n)}</p>"));
        return $"""
            <header>
            <p class="brand">DiffOG report</p>
            <h1>{ReportView.Text(view.Report.Name)}</h1>
            <p class="headline">{ReportView.Text(Sentence(featured, view.Featured == 0 ? null : first))}</p>
            <div class="tiles">{Tiles(featured, view.Featured == 0 ? null : first)}</div>
            {(facts.Length == 0 ? "" : $"<ul class=\"facts\">{facts}</ul>")}
            {notes}
            </header>
            """;
    }

    /// <summary>One sentence with numbers.</summary>
    public static string Sentence(RefinerSummary featured, RefinerSummary? first)
    {
        Proportion broken = featured.WholeEpisode.Violations.Steps;
        string start = $"{featured.Label}: {(broken.Count == 0 ? "no violation" : broken.Count == 1 ? "one step with a violation" : $"{Numbers.Count(broken.Count)} steps with a violation")} in {Numbers.Count(broken.N)} executed steps";
        string fellBack = featured.Solver.FellBack == 0 ? "" : $"; {Numbers.Count(featured.Solver.FellBack)} of {Numbers.Count(featured.Solver.Chunks)} chunks fell back to braking";
        if (first is null)
            return $"{start}{fellBack}, {Numbers.Percent(featured.Success.Rate)} success over {featured.Success.N} episodes.";
        Proportion before = first.WholeEpisode.Violations.Steps;
        string without = before.Count == 0 ? "none" : $"{Numbers.Count(before.Count)}, {Numbers.Percent(before.Rate)}";
        string changes = string.Join(" and ", featured.UntilSuccess.Changes.Zip(first.UntilSuccess.Changes, (a, b) => $"{Change(a.Mean.Mean, b.Mean.Mean)} in {a.Group.ToString().ToLowerInvariant()}"));
        return $"{start} ({first.Label}: {without}); {Numbers.Percent(featured.Success.Rate)} success against {Numbers.Percent(first.Success.Rate)} over {featured.Success.N} paired episodes{(changes.Length == 0 ? "" : $"; mean change from step to step {changes}")}{fellBack}.";
    }

    private static string Tiles(RefinerSummary featured, RefinerSummary? first)
    {
        return Tile("Success", Numbers.Percent(featured.Success.Rate), first is null ? $"95 %: {Numbers.Range(featured.Success.Interval)}" : $"{first.Label}: {Numbers.Percent(first.Success.Rate)}")
            + Tile("Steps with a violation", Numbers.Count(featured.WholeEpisode.Violations.Steps.Count), first is null ? $"of {Numbers.Count(featured.WholeEpisode.Steps)}" : $"{first.Label}: {Numbers.Violations(first.WholeEpisode.Violations.Steps)}")
            + ChangeTile(featured, first)
            + Tile("Jump at chunk borders", $"{Numbers.Short(featured.UntilSuccess.Border.Ratio)} ×", first is null ? "of |Δa| inside chunks" : $"{first.Label}: {Numbers.Short(first.UntilSuccess.Border.Ratio)} ×")
            + Tile("Refinement, median", $"{Numbers.Milliseconds(featured.Latency.P50)} ms", $"99 %: {Numbers.Milliseconds(featured.Latency.P99)} ms");
    }

    private static string ChangeTile(RefinerSummary featured, RefinerSummary? first)
    {
        if (featured.UntilSuccess.Changes.Count == 0)
            return "";
        GroupChange change = featured.UntilSuccess.Changes[0];
        return Tile($"Mean |Δa|, {change.Group.ToString().ToLowerInvariant()}", Numbers.Short(change.Mean.Mean), first is null ? "normalised" : $"{first.Label}: {Numbers.Short(first.UntilSuccess.Changes[0].Mean.Mean)}");
    }

    private static string Tile(string name, string value, string against) =>
        $"<div class=\"tile\"><span class=\"name\">{ReportView.Text(name)}</span><strong>{ReportView.Text(value)}</strong><span class=\"against\">{ReportView.Text(against)}</span></div>";

    private static string Change(double now, double before) => double.IsNaN(now) || double.IsNaN(before) || before == 0
        ? $"{Numbers.Short(now)}"
        : $"{Numbers.Signed(100 * ((now / before) - 1), "0.#")} %";
}
