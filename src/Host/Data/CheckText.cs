using System.Text.Json.Nodes;
using DiffOG.Host.Reporting;

namespace DiffOG.Host.Data;

/// <summary>Writes what was found, for people and for programs.</summary>
/// <param name="book">The findings.</param>
internal sealed class CheckText(FindingBook book)
{
    /// <summary>For people.</summary>
    internal IEnumerable<string> Lines()
    {
        foreach (FindingsOfKind kind in book.Kinds)
        {
            yield return $"{(kind.IsError ? "error" : "warning")}: {kind.Name}";
            foreach (Finding finding in kind.Kept)
                yield return $"  {finding.Place}: {finding.Text}";
            if (kind.Count > kind.Kept.Count)
                yield return $"  … and {Numbers.Count(kind.Count - kind.Kept.Count)} more; --all tells all";
            yield return "";
        }
        if (book.Kinds.Count > 0)
        {
            foreach (string line in TextTable.Lines(2, [["", "found", "times", "episodes"], .. book.Kinds.Select(Row)]))
                yield return line;
            yield return "";
        }
        yield return $"Looked at: {string.Join(", ", book.Looked)}.{(book.Skipped.Count == 0 ? "" : $" Not at: {string.Join(", ", book.Skipped)}.")}";
        yield return book.Kinds.Count == 0 ? "Nothing was found." : $"{Counted(book.Errors, "error")}, {Counted(book.Warnings, "warning")}.";
    }

    /// <summary>For programs.</summary>
    internal string Json() => new JsonObject
    {
        ["errors"] = book.Errors,
        ["warnings"] = book.Warnings,
        ["lookedAt"] = new JsonArray([.. book.Looked.Select(l => (JsonNode)l)]),
        ["notLookedAt"] = new JsonArray([.. book.Skipped.Select(s => (JsonNode)s)]),
        ["kinds"] = new JsonArray([.. book.Kinds.Select(k => (JsonNode)new JsonObject
        {
            ["kind"] = k.Name, ["severity"] = k.IsError ? "error" : "warning", ["count"] = k.Count, ["episodes"] = k.Episodes,
            ["findings"] = new JsonArray([.. k.Kept.Select(f => (JsonNode)new JsonObject { ["episode"] = f.Episode, ["firstStep"] = f.First, ["lastStep"] = f.Last, ["text"] = f.Text })]),
        })]),
    }.ToJsonString(DataJson.Options);

    private static string[] Row(FindingsOfKind kind) =>
        [kind.IsError ? "error" : "warning", kind.Name, Numbers.Count(kind.Count), kind.Episodes == 0 ? "" : Numbers.Count(kind.Episodes)];

    private static string Counted(long count, string what) => $"{Numbers.Count(count)} {what}{(count == 1 ? "" : "s")}";
}
