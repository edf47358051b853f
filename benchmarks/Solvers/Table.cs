namespace DiffOG.Benchmarks.Solvers;

/// <summary>Writes rows as they come: as columns of text, as Markdown or as CSV.</summary>
internal sealed class Table
{
    private const int WideText = 32, TextWidth = 18, NumberWidth = 7, Gap = 2;
    private readonly TableFormat format;
    private readonly string[] columns;
    private readonly int texts;

    /// <summary>Begins a table.</summary>
    /// <param name="format">How it is written.</param>
    /// <param name="title">One line above it.</param>
    /// <param name="texts">How many of the columns, from the first on, are text.</param>
    /// <param name="columns">Their heads.</param>
    internal Table(TableFormat format, string title, int texts, params string[] columns)
    {
        (this.format, this.texts, this.columns) = (format, texts, columns);
        Console.WriteLine();
        Console.WriteLine(format == TableFormat.Csv ? "# " + title : title);
        if (format == TableFormat.Markdown)
            Console.WriteLine();
        Write(columns);
        if (format == TableFormat.Markdown)
            Console.WriteLine("|" + string.Concat(columns.Select((_, i) => i < texts ? "---|" : "---:|")));
    }

    /// <summary>Adds a row.</summary>
    /// <param name="cells">From the first column on; those that are missing are left empty.</param>
    internal void Add(params object?[] cells) => Write([.. columns.Select((_, i) => Text(i < cells.Length ? cells[i] : null))]);

    private void Write(string[] cells) => Console.WriteLine(format switch
    {
        TableFormat.Markdown => "| " + string.Join(" | ", cells) + " |",
        TableFormat.Csv => string.Join(",", cells.Select(c => c.Contains(',', StringComparison.Ordinal) ? $"\"{c}\"" : c)),
        _ => string.Concat(cells.Select((c, i) => i < texts ? c.PadRight(texts == 1 ? WideText : TextWidth) : c.PadLeft(Math.Max(NumberWidth, columns[i].Length) + Gap))),
    });

    /// <summary>Three digits say all that such figures can.</summary>
    private static string Text(object? cell) => cell switch
    {
        null => "",
        double value when double.IsNaN(value) => "",
        double value when value != 0 && Math.Abs(value) < 1e-3 => $"{value:0.0e-0}",
        double value when Math.Abs(value) >= 100 => $"{value:F0}",
        double value when Math.Abs(value) >= 10 => $"{value:F1}",
        double value => $"{value:F2}",
        _ => FormattableString.Invariant($"{cell}"),
    };
}
