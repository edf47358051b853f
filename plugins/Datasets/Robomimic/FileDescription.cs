using System.Text.Json;
using DiffOG.Specs;
using PureHDF;

namespace DiffOG.Datasets.Robomimic;

/// <summary>
/// What a file says of itself in the attributes of <c>data</c>: <c>env_args</c> of robomimic, <c>env_info</c> of robosuite's
/// raw recordings, and <c>diffog</c>, in which our own recordings name units and ranges.
/// </summary>
internal sealed class FileDescription
{
    private const int RobosuiteType = 1;
    private readonly JsonElement? arguments, raw, own;

    /// <summary>Reads the attributes; those that are no JSON count as missing.</summary>
    internal FileDescription(HdfFile file, IH5Group data)
    {
        (arguments, raw, own) = (Json(file, data, "env_args"), Json(file, data, "env_info"), Json(file, data, "diffog"));
        // Its collection script has written its own version from the first release on.
        TimedStates = IsRobosuite || file.Read("data", () => data.AttributeExists("repository_version"));
    }

    /// <summary>Control steps a second [Hz], or null.</summary>
    internal double? Rate => Number(Member(Member(arguments, "env_kwargs"), "control_freq")) ?? Number(Member(raw, "control_freq"));

    /// <summary>What the file calls its environment, or null.</summary>
    internal string? Environment => Text(Member(arguments, "env_name")) ?? Text(Member(raw, "env_name"));

    /// <summary>Whether actions go to robosuite's controllers, which take [−1, 1] of relative actions.</summary>
    internal bool IsRobosuite => raw is not null || Number(Member(arguments, "type")) == RobosuiteType;

    /// <summary>Whether states are robosuite's: the simulated time, then positions and velocities.</summary>
    internal bool TimedStates { get; }

    /// <summary>Whether an action is a change or a target; null where the file does not say.</summary>
    internal ActionMode? Mode => Enum.TryParse(Text(Member(Member(own, "action"), "mode")), ignoreCase: true, out ActionMode mode) ? mode
        : Member(Controller, "control_delta") is { ValueKind: JsonValueKind.True or JsonValueKind.False } delta ? delta.ValueKind == JsonValueKind.True ? ActionMode.Relative : ActionMode.Absolute
        : null;

    /// <summary>The parts of an observation, for recordings that list them.</summary>
    internal IReadOnlyList<ObservationEntry> Observations => Read<ObservationEntry>(Member(own, "observations"));

    /// <summary>The dimensions of an action, for recordings that list them.</summary>
    internal IReadOnlyList<ActionDimension> Dimensions => Read<ActionDimension>(Member(Member(own, "action"), "dimensions"));

    // One controller, or a list with one a robot.
    private JsonElement? Controller => (Member(Member(arguments, "env_kwargs"), "controller_configs") ?? Member(raw, "controller_configs")) switch
    {
        { ValueKind: JsonValueKind.Array } several when several.GetArrayLength() > 0 => several[0],
        { } one => one,
        null => null,
    };

    private static JsonElement? Json(HdfFile file, IH5Group data, string name)
    {
        if (!file.Read("data", () => data.AttributeExists(name)))
            return null;
        string text = file.Read($"data, attribute {name}", () => data.Attribute(name).Read<string>());
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Member(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out JsonElement member) ? member : null;

    private static double? Number(JsonElement? json) => json is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static string? Text(JsonElement? json) => json is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static T[] Read<T>(JsonElement? json)
    {
        try
        {
            return json?.Deserialize<T[]>(SpecJson.Options) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
