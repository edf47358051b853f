using System.Globalization;

namespace DiffOG.Benchmarks.Simulation;

/// <summary>The command line: <c>--name value</c> and <c>--name</c>.</summary>
internal sealed class Arguments(string[] words)
{
    /// <summary>The tasks that are meant.</summary>
    public IEnumerable<TaskEntry> Tasks => TaskEntry.All.Where(t => Text("tasks") is not { } named || named.Split(',').Contains(t.ShortName));

    /// <summary>Whether a flag was given.</summary>
    public bool Has(string name) => words.Contains("--" + name);

    /// <summary>A value; null where it was not given.</summary>
    public string? Text(string name) => Array.IndexOf(words, "--" + name) is >= 0 and int at && at + 1 < words.Length ? words[at + 1] : null;

    /// <summary>A whole number.</summary>
    public int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
