using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DiffOG.Simulation;
using DiffOG.Specs;

namespace DiffOG.Host.Recording;

/// <summary>
/// What a recording was made with: enough to make the same simulator again, to go on with the next seed, and to refuse
/// what does not belong to it. Stands in the spool folder, and in the attribute <c>diffog</c> of the finished file.
/// </summary>
/// <param name="FormatVersion">Always <see cref="Version"/>; what it means changes only with the number.</param>
/// <param name="Task">Id of the simulator.</param>
/// <param name="TaskVersion">Version of its plugin.</param>
/// <param name="Options">All its options.</param>
/// <param name="Rate">Control steps a second [Hz].</param>
/// <param name="FirstSeed">The seed of try 0; every try takes the next one.</param>
/// <param name="HoldSteps">Control steps that an episode went on after its first success.</param>
/// <param name="Observations">The parts of an observation.</param>
/// <param name="Action">The action.</param>
internal sealed record RecordingDescription(
    int FormatVersion, string Task, string TaskVersion, JsonObject Options, double Rate, long FirstSeed, int HoldSteps,
    IReadOnlyList<ObservationEntry> Observations, RecordedAction Action)
{
    internal const int Version = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The number of values of an observation.</summary>
    [JsonIgnore]
    internal int ObservationSize => Observations.Sum(o => o.Size);

    /// <summary>Describes a recording to be.</summary>
    internal static RecordingDescription Of(string task, string version, JsonObject options, TaskSpec spec, long firstSeed, int holdSteps) =>
        new(Version, task, version, options, spec.Rate, firstSeed, holdSteps, spec.Observations.Entries, new(spec.Action.Mode, spec.Action.Dimensions));

    /// <summary>Reads a description.</summary>
    /// <exception cref="JsonException">It is none, or one of another version.</exception>
    internal static RecordingDescription Parse(string json)
    {
        RecordingDescription read = JsonSerializer.Deserialize<RecordingDescription>(json, Json) ?? throw new JsonException("it is null");
        return read.FormatVersion == Version ? read : throw new JsonException($"its formatVersion is {read.FormatVersion}, this release reads {Version}");
    }

    /// <summary>The description as JSON.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>In what a description differs from the one that is wanted, so that their episodes do not belong together.</summary>
    internal IEnumerable<string> DifferencesTo(RecordingDescription wanted)
    {
        // Everything else differs because of that.
        if (Task != wanted.Task)
            return [$"task: found {Task}, wanted {wanted.Task}"];
        (string Name, string Found, string Wanted)[] fields =
        [
            ("version of the task's plugin", TaskVersion, wanted.TaskVersion),
            ("first seed (--first-seed)", $"{FirstSeed}", $"{wanted.FirstSeed}"),
            ("steps after success (--hold)", $"{HoldSteps}", $"{wanted.HoldSteps}"),
            .. OptionsOf(wanted),
            ("observations", Shown(Observations), Shown(wanted.Observations)),
            ("actions", Shown(Action.Dimensions), Shown(wanted.Action.Dimensions)),
            ("rate", $"{Rate:R}", $"{wanted.Rate:R}"),
        ];
        return fields.Where(f => f.Found != f.Wanted).Select(f => $"{f.Name}: found {f.Found}, wanted {f.Wanted}");
    }

    private IEnumerable<(string Name, string Found, string Wanted)> OptionsOf(RecordingDescription wanted) =>
        Options.Select(o => o.Key).Union(wanted.Options.Select(o => o.Key)).Select(key => ($"option {key}", Text(Options, key), Text(wanted.Options, key)));

    private static string Text(JsonObject options, string key) => options.TryGetPropertyValue(key, out JsonNode? value) ? value?.ToJsonString() ?? "null" : "nothing";

    private static string Shown(IEnumerable<ObservationEntry> entries) => $"[{string.Join(", ", entries.Select(e => $"{e.Name}[{e.Size}]"))}]";

    private static string Shown(IEnumerable<ActionDimension> dimensions) => $"[{string.Join(", ", dimensions.Select(d => FormattableString.Invariant($"{d.Name} {d.Minimum} to {d.Maximum}")))}]";
}

/// <summary>The action of a <see cref="RecordingDescription"/>.</summary>
/// <param name="Mode">Relative or absolute.</param>
/// <param name="Dimensions">[D].</param>
internal sealed record RecordedAction(ActionMode Mode, IReadOnlyList<ActionDimension> Dimensions);
