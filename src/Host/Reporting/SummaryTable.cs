using DiffOG.Host.Evaluation.Metrics;
using Spectre.Console;

namespace DiffOG.Host.Reporting;

/// <summary>The comparison of refiners as a table: one row a refiner.</summary>
public static class SummaryTable
{
    /// <summary>Writes it with borders where a person looks on, as plain aligned lines where output is redirected.</summary>
    /// <param name="console">The terminal.</param>
    /// <param name="summary">What was measured.</param>
    public static void Render(IAnsiConsole console, EvaluationSummary summary)
    {
        if (console.Profile.Out.IsTerminal)
            console.Write(Bordered(summary, console.Profile.Width));
        else
            Render(console.Profile.Out.Writer, summary);
    }

    /// <summary>Writes it as plain aligned lines.</summary>
    /// <param name="writer">Receives the lines.</param>
    /// <param name="summary">What was measured.</param>
    public static void Render(TextWriter writer, EvaluationSummary summary)
    {
        string[][] rows = Rows(summary);
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length))];
        foreach (string[] row in rows)
            writer.WriteLine(string.Join("  ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
        writer.WriteLine(Footer(summary));
    }

    // One row a refiner; on a terminal too narrow for that, one column a refiner.
    private static Table Bordered(EvaluationSummary summary, int width)
    {
        string[][] rows = Rows(summary);
        int needed = 1 + Enumerable.Range(0, rows[0].Length).Sum(c => 3 + rows.Max(r => r[c].Length));
        Table table = needed <= width ? ByRefiner(summary) : ByQuantity(summary);
        table.Border = TableBorder.Rounded;
        table.Caption = new TableTitle(Markup.Escape(Footer(summary)));
        return table;
    }

    private static Table ByRefiner(EvaluationSummary summary)
    {
        IReadOnlyList<SummaryColumn> columns = SummaryColumns.Of(summary);
        Table table = new Table().AddColumn("Refiner");
        foreach (SummaryColumn column in columns)
            table.AddColumn(new TableColumn($"{Markup.Escape(column.Title)}\n[dim]{Markup.Escape(column.Unit)}[/]").RightAligned());
        foreach (RefinerSummary refiner in summary.Refiners)
            table.AddRow([$"[bold]{Markup.Escape(refiner.Label)}[/]", .. columns.Select(c => Coloured(c, refiner))]);
        return table;
    }

    private static Table ByQuantity(EvaluationSummary summary)
    {
        Table table = new Table().AddColumn("");
        foreach (RefinerSummary refiner in summary.Refiners)
            table.AddColumn(new TableColumn($"[bold]{Markup.Escape(refiner.Label)}[/]").RightAligned());
        foreach (SummaryColumn column in SummaryColumns.Of(summary))
            table.AddRow([$"{Markup.Escape(column.Title)} [dim]{Markup.Escape(column.Unit)}[/]", .. summary.Refiners.Select(r => Coloured(column, r))]);
        return table;
    }

    private static string Coloured(SummaryColumn column, RefinerSummary refiner)
    {
        string cell = Markup.Escape(column.Cell(refiner));
        return column.Title != "Violations" ? cell : refiner.WholeEpisode.Violations.Steps.Count == 0 ? $"[green]{cell}[/]" : $"[red]{cell}[/]";
    }

    private static string[][] Rows(EvaluationSummary summary)
    {
        IReadOnlyList<SummaryColumn> columns = SummaryColumns.Of(summary);
        return
        [
            ["Refiner", .. columns.Select(c => c.Title)],
            ["", .. columns.Select(c => c.Unit)],
            .. summary.Refiners.Select(r => (string[])[r.Label, .. columns.Select(c => c.Cell(r))]),
        ];
    }

    private static string Footer(EvaluationSummary summary) =>
        $"{summary.Refiners[0].Success.N} paired episodes a refiner; actions in normalised units; violations over whole episodes, the rest until first success";
}
