namespace DiffOG.Host.Data;

/// <summary>Lines of text in columns: words to the left, numbers to the right.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>Writes one.</summary>
    /// <param name="words">How many of the first columns hold words.</param>
    /// <param name="rows">The head, and what stands below it; all equally long.</param>
    internal static IEnumerable<string> Lines(int words, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows.Count == 0 ? 0 : rows[0].Length).Select(c => rows.Max(r => r[c].Length))];
        return rows.Select(row => string.Join(Gap, row.Select((cell, c) => c < words ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
    }
}
