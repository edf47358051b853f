using System.Text;
using DiffOG.Host.Evaluation.Metrics;

namespace DiffOG.Host.Reporting.Html;

/// <summary>The table of refiners, with what each column means on hover and on focus.</summary>
internal static class ComparisonSection
{
    public static PageSection Of(ReportView view)
    {
        IReadOnlyList<SummaryColumn> columns = SummaryColumns.Of(view.Report.Summary);
        var table = new StringBuilder("<div class=\"scroll\"><table class=\"comparison\"><thead><tr><th scope=\"col\">Refiner</th>");
        foreach (SummaryColumn column in columns)
            table.Append("<th scope=\"col\"><span class=\"tip\" tabindex=\"0\">").Append(ReportView.Text(column.Title)).Append("<span class=\"unit\">").Append(ReportView.Text(column.Unit)).Append("</span><span class=\"tiptext\" role=\"tooltip\">").Append(ReportView.Text(column.Meaning)).Append("</span></span></th>");
        table.Append("</tr></thead><tbody>");
        for (int r = 0; r < view.Refiners.Count; r++)
            Row(table, view, r, columns);
        table.Append("</tbody></table></div>");
        string meanings = string.Concat(columns.Select(c => $"<dt>{ReportView.Text(c.Title)} <span class=\"unit\">{ReportView.Text(c.Unit)}</span></dt><dd>{ReportView.Text(c.Meaning)}</dd>"));
        table.Append("<p class=\"caption\">Bold: best of the column. Actions in normalised units. Hover or focus a heading for its meaning.</p>");
        table.Append("<details><summary>What the numbers mean</summary><dl>").Append(meanings).Append("</dl></details>");
        return new PageSection("comparison", "Comparison", "Comparison", table.ToString());
    }

    private static void Row(StringBuilder table, ReportView view, int row, IReadOnlyList<SummaryColumn> columns)
    {
        RefinerSummary refiner = view.Refiners[row];
        table.Append(row == view.Featured ? "<tr class=\"featured\">" : "<tr>");
        table.Append("<th scope=\"row\"><i class=\"swatch ").Append(view.Styles[row]).Append("\"></i>").Append(ReportView.Text(refiner.Label)).Append("</th>");
        foreach (SummaryColumn column in columns)
            table.Append(IsBest(column, refiner, view.Refiners) ? "<td class=\"best\">" : "<td>").Append(Cell(column.Cell(refiner))).Append("</td>");
        table.Append("</tr>");
    }

    // The interval or share in brackets stands back.
    private static string Cell(string text)
    {
        int bracket = text.IndexOfAny(['[', '(']);
        return bracket < 0 ? ReportView.Text(text) : $"{ReportView.Text(text[..bracket])}<small>{ReportView.Text(text[bracket..])}</small>";
    }

    // Best means better than another; where all are equal nothing is marked.
    private static bool IsBest(SummaryColumn column, RefinerSummary refiner, IReadOnlyList<RefinerSummary> all)
    {
        if (column.Measure is null || double.IsNaN(column.Measure(refiner)))
            return false;
        double[] values = [.. all.Select(column.Measure).Where(v => !double.IsNaN(v))];
        return column.Measure(refiner) == values.Min() && values.Min() < values.Max();
    }
}
