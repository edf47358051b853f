using System.Text.Json;
using System.Text.Json.Nodes;
using DiffOG.Datasets;
using DiffOG.Host.Reporting;
using DiffOG.Learning.Normalisation;
using DiffOG.Specs;

namespace DiffOG.Host.Data;

/// <summary>Writes statistics of a dataset, for people and for programs.</summary>
/// <param name="spec">What the dataset holds.</param>
/// <param name="statistics">What was measured.</param>
/// <param name="settings">How.</param>
internal sealed class StatisticsText(DatasetSpec spec, DatasetStatistics statistics, StatisticsSettings settings)
{
    /// <summary>For people.</summary>
    internal IEnumerable<string> Lines()
    {
        if (statistics.Actions is null || statistics.Observations is null)
            return ["There are no steps."];
        string limit = FormattableString.Invariant($"{settings.Limit}");
        return
        [
            "Values (std: of the sample, n − 1)",
            .. Indented(3, [["", "", "unit", "min", "max", "mean", "std"], .. Rows("observation", Names(), statistics.Observations), .. Rows("action", [.. spec.Action.Dimensions.Select(d => (d.Name, d.Unit))], statistics.Actions)]),
            "",
            $"Change of actions from step to step, |Δa|, {Normalised()}",
            .. statistics.Changes.Count == 0 ? ["  No episode has two steps."] : Indented(2, [["", "group", "mean", "std", "p95", "max", $"above {limit}", "of"], .. statistics.Changes.Select(Row)]),
            .. statistics.Colours.Count == 0 ? [] : (string[])["", "Colours, 0 to 1", .. Indented(2, [["camera", "", "mean", "std", "pictures"], .. statistics.Colours.SelectMany(Rows)])],
        ];
    }

    /// <summary>For programs.</summary>
    internal string Json() => new JsonObject
    {
        ["std"] = "sample",
        ["normaliser"] = Lower(settings.Normaliser),
        ["limit"] = settings.Limit,
        ["observations"] = Values(Names(), statistics.Observations),
        ["actions"] = Values([.. spec.Action.Dimensions.Select(d => (d.Name, d.Unit))], statistics.Actions),
        ["changes"] = new JsonArray([.. statistics.Changes.Select((c, d) => (JsonNode)new JsonObject
        {
            ["name"] = spec.Action.Dimensions[d].Name, ["mean"] = c.Mean, ["std"] = c.Std, ["p95"] = c.P95, ["max"] = c.Largest, ["shareAbove"] = c.Count == 0 ? null : c.ShareAbove, ["count"] = c.Count,
        })]),
        ["colours"] = new JsonArray([.. statistics.Colours.Select(c => (JsonNode)new JsonObject
        {
            ["camera"] = c.Camera, ["pictures"] = c.Pictures, ["mean"] = Array(c.Colours.Mean), ["std"] = Array(c.Colours.Std), ["min"] = Array(c.Colours.Min), ["max"] = Array(c.Colours.Max),
        })]),
    }.ToJsonString(DataJson.Options);

    private string Normalised() => settings.Normaliser switch
    {
        NormaliserKind.Limits => "normalised: each dimension's range is [−1, 1] (limits)",
        NormaliserKind.Identity => "as recorded (identity)",
        NormaliserKind.MaxAbs => "normalised: the largest value of all dimensions is 1 (maxAbs)",
        _ => "normalised: each dimension has standard deviation 1 (meanStd)",
    };

    private static IEnumerable<string> Indented(int words, IReadOnlyList<string[]> rows) => TextTable.Lines(words, rows).Select(line => "  " + line);

    private (string Name, string Unit)[] Names() => [.. spec.Observations.Entries.SelectMany(e => Enumerable.Range(0, e.Size).Select(i => (e.Size == 1 ? e.Name : FormattableString.Invariant($"{e.Name}[{i}]"), e.Unit)))];

    private static IEnumerable<string[]> Rows(string kind, (string Name, string Unit)[] names, InputStatistics values) => names.Select((n, i) => (string[])
        [i == 0 ? kind : "", n.Name, n.Unit, Numbers.Short(values.Min[i]), Numbers.Short(values.Max[i]), Numbers.Short(values.Mean[i]), Numbers.Short(values.Std[i])]);

    private string[] Row(ChangeStatistics change, int d) =>
    [
        spec.Action.Dimensions[d].Name, Lower(spec.Action.Dimensions[d].Group), Numbers.Short(change.Mean), Numbers.Short(change.Std), Numbers.Short(change.P95), Numbers.Short(change.Largest),
        Numbers.Percent(change.ShareAbove, change.ShareAbove is > 0 and < 0.001 ? "0.0000" : "0.00"), Numbers.Count(change.Count),
    ];

    private static IEnumerable<string[]> Rows(ColourStatistics camera) => new[] { "red", "green", "blue" }.Select((colour, i) => (string[])
        [i == 0 ? camera.Camera : "", colour, Numbers.Short(camera.Colours.Mean[i]), Numbers.Short(camera.Colours.Std[i]), i == 0 ? Numbers.Count(camera.Pictures) : ""]);

    private static JsonArray Values((string Name, string Unit)[] names, InputStatistics? values) => values is null ? [] : new JsonArray([.. names.Select((n, i) => (JsonNode)new JsonObject
    {
        ["name"] = n.Name, ["unit"] = n.Unit, ["min"] = values.Min[i], ["max"] = values.Max[i], ["mean"] = values.Mean[i], ["std"] = values.Std[i],
    })]);

    private static JsonArray Array(IEnumerable<double> values) => new([.. values.Select(v => (JsonNode)v)]);

    private static string Lower<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
