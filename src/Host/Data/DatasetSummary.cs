using System.Text.Json.Nodes;
using DiffOG.Datasets;
using DiffOG.Host.Reporting;
using DiffOG.Specs;

namespace DiffOG.Host.Data;

/// <summary>What a dataset holds, without a look at its values.</summary>
/// <param name="named">What the command line named.</param>
/// <param name="dataset">The data.</param>
/// <param name="path">Where they lie; null where that is not known.</param>
/// <param name="memory">The plugin's limits on memory [MiB], by option.</param>
internal sealed class DatasetSummary(NamedDataset named, IDemonstrationDataset dataset, string? path, IReadOnlyDictionary<string, int> memory)
{
    private readonly DatasetSpec spec = dataset.Spec;

    /// <summary>The summary of an open dataset.</summary>
    internal static DatasetSummary Of(OpenDataset open) => new(open.Named, open.Dataset, open.Path, open.MemoryLimits);

    /// <summary>As the command line names it.</summary>
    internal string Name => named.Name;

    /// <summary>What was assumed, because nobody said it.</summary>
    internal IReadOnlyList<string> Assumptions => named.Assumptions;

    /// <summary>For people.</summary>
    internal IEnumerable<string> Lines()
    {
        yield return named.Name;
        foreach ((string key, string text) in Facts())
            yield return $"  {key,-13} {text}";
    }

    /// <summary>The first line of other outputs about the dataset, and what was assumed.</summary>
    internal IEnumerable<string> Head() =>
    [
        FormattableString.Invariant($"{named.Name}: {spec.EpisodeLengths.Count} episode{(spec.EpisodeLengths.Count == 1 ? "" : "s")}, {Numbers.Count(spec.Steps)} steps at {spec.Rate:0.###} Hz"),
        .. named.Assumptions.Select(a => $"  assumed: {a}"),
    ];

    /// <summary>For programs.</summary>
    internal string Json() => new JsonObject
    {
        ["plugin"] = named.Choice.Id,
        ["source"] = spec.Source,
        ["rate"] = spec.Rate,
        ["episodes"] = spec.EpisodeLengths.Count,
        ["steps"] = spec.Steps,
        ["lengths"] = new JsonArray([.. spec.EpisodeLengths.Select(n => (JsonNode)n)]),
        ["observations"] = new JsonArray([.. spec.Observations.Entries.Select(e => (JsonNode)new JsonObject { ["name"] = e.Name, ["size"] = e.Size, ["unit"] = e.Unit })]),
        ["cameras"] = new JsonArray([.. spec.Observations.Cameras.Select(c => (JsonNode)new JsonObject { ["name"] = c.Name, ["width"] = c.Width, ["height"] = c.Height })]),
        ["actionMode"] = Lower(spec.Action.Mode),
        ["actions"] = new JsonArray([.. spec.Action.Dimensions.Select(d => (JsonNode)new JsonObject { ["name"] = d.Name, ["group"] = Lower(d.Group), ["unit"] = d.Unit, ["minimum"] = d.Minimum, ["maximum"] = d.Maximum })]),
        ["fingerprint"] = dataset.Fingerprint,
        ["bytes"] = Files() is { } files ? files.Bytes : null,
        ["memoryLimits"] = new JsonObject(memory.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)m.Value))),
        ["assumed"] = new JsonArray([.. named.Assumptions.Select(a => (JsonNode)a)]),
        ["firstAttributes"] = new JsonObject(Attributes().Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value))),
    }.ToJsonString(DataJson.Options);

    private IEnumerable<(string Key, string Text)> Facts()
    {
        yield return ("plugin", named.Choice.Id);
        yield return ("source", spec.Source);
        yield return ("rate", FormattableString.Invariant($"{spec.Rate:0.###} Hz"));
        yield return ("episodes", Episodes());
        yield return ("steps", $"{Numbers.Count(spec.Steps)}, {Duration(spec.Steps / spec.Rate)}");
        yield return ("observations", FormattableString.Invariant($"{spec.Observations.Size} values: {string.Join(", ", spec.Observations.Entries.Select(e => $"{e.Name}[{e.Size}]{(e.Unit == "1" ? "" : $" {e.Unit}")}"))}"));
        yield return ("cameras", spec.Observations.Cameras.Count == 0 ? "none" : string.Join(", ", spec.Observations.Cameras.Select(c => FormattableString.Invariant($"{c.Name} {c.Width}x{c.Height}"))));
        yield return ("actions", FormattableString.Invariant($"{Lower(spec.Action.Mode)}, {spec.Action.Size} values"));
        foreach (string line in TextTable.Lines(2, [.. spec.Action.Dimensions.Select(Row)]))
            yield return ("", line);
        yield return ("fingerprint", dataset.Fingerprint);
        if (Files() is { } files)
            yield return ("on disk", FormattableString.Invariant($"{Size(files.Bytes)} in {files.Count} file{(files.Count == 1 ? "" : "s")}"));
        foreach ((string option, int megabytes) in memory)
            yield return ("memory", FormattableString.Invariant($"at most {megabytes} MiB for decoded data (options.{option})"));
        foreach (string assumption in named.Assumptions)
            yield return ("assumed", assumption);
        foreach ((string name, string value) in Attributes())
            yield return ("first episode", $"{name} = {Shortened(value)}");
    }

    private string Episodes()
    {
        int[] lengths = [.. spec.EpisodeLengths.Order()];
        return lengths.Length == 0 ? "none" : FormattableString.Invariant($"{lengths.Length}, of {lengths[0]} / {lengths[lengths.Length / 2]} / {lengths[^1]} steps (shortest / median / longest)");
    }

    private static string[] Row(ActionDimension d) => [d.Name, Lower(d.Group), $"{Numbers.Short(d.Minimum)} to {Numbers.Short(d.Maximum)}{(d.Unit == "1" ? "" : $" {d.Unit}")}"];

    private IReadOnlyDictionary<string, string> Attributes() =>
        dataset is IAttributedDataset attributed && spec.EpisodeLengths.Count > 0 ? attributed.AttributesOf(0) : new Dictionary<string, string>();

    private (long Bytes, int Count)? Files()
    {
        if (path is null || (!File.Exists(path) && !Directory.Exists(path)))
            return null;
        var nested = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        FileInfo[] files = File.Exists(path) ? [new FileInfo(path)] : [.. new DirectoryInfo(path).EnumerateFiles("*", nested)];
        return (files.Sum(f => f.Length), files.Length);
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Shortened(string text) => text.Length <= 100 ? text : text[..97] + "...";

    private static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => FormattableString.Invariant($"{bytes} bytes"),
        < 1 << 20 => FormattableString.Invariant($"{bytes / 1024.0:0.0} KiB"),
        < 1 << 30 => FormattableString.Invariant($"{bytes / (double)(1 << 20):0.0} MiB"),
        _ => FormattableString.Invariant($"{bytes / (double)(1 << 30):0.00} GiB"),
    };

    private static string Duration(double seconds) => TimeSpan.FromSeconds(seconds) switch
    {
        { TotalMinutes: < 1 } => FormattableString.Invariant($"{seconds:0.0} s"),
        { TotalHours: < 1 } time => FormattableString.Invariant($"{time.Minutes} min {time.Seconds} s"),
        var time => FormattableString.Invariant($"{(int)time.TotalHours} h {time.Minutes} min"),
    };
}
