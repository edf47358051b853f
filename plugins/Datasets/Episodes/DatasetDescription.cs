using System.Text.Json;
using System.Text.Json.Serialization;
using DiffOG.Composition;
using DiffOG.Learning.Safetensors;
using DiffOG.Specs;

namespace DiffOG.Datasets.Episodes;

/// <summary>What <c>dataset.json</c> says.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="FormatVersion">Always <see cref="Version"/>; what it means changes only with the number.</param>
/// <param name="Rate">Steps per second [Hz].</param>
/// <param name="Observations">The parts of an observation.</param>
/// <param name="Action">The action.</param>
/// <param name="Cameras">The cameras whose pictures belong to an observation; left out where there are none.</param>
internal sealed record DatasetDescription(
    string Format, int FormatVersion, double Rate, IReadOnlyList<ObservationEntry> Observations, ActionDescription Action, IReadOnlyList<CameraSpec>? Cameras = null)
{
    internal const string FileName = "dataset.json";
    internal const string FormatName = "diffog-episodes";
    internal const int Version = 1;

    // So that the bytes of a picture can be counted without overflow.
    private const int LargestSide = 16_384;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };

    /// <summary>What the context says of a new dataset; null when it does not say enough for one.</summary>
    internal static DatasetDescription? From(PluginContext context) =>
        context is { Observations: not null, Action: not null, StepDuration: not null }
            ? new(FormatName, Version, 1 / context.StepDuration.Value, context.Observations.Entries, new(context.Action.Mode, context.Action.Dimensions))
            {
                Cameras = context.Observations.Cameras is { Count: > 0 } cameras ? cameras : null,
            }
            : null;

    /// <summary>What one observation consists of.</summary>
    internal ObservationSpec Observed => new(Observations) { Cameras = Cameras ?? [] };

    /// <summary>Reads and checks a description.</summary>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1451.</exception>
    internal static DatasetDescription Read(string path)
    {
        try
        {
            DatasetDescription read = JsonSerializer.Deserialize<DatasetDescription>(File.ReadAllBytes(path), Json)
                ?? throw EpisodesErrors.BadDescription(path, "it is null");
            return read.Faults().FirstOrDefault() is { } fault ? throw EpisodesErrors.BadDescription(path, fault) : read;
        }
        catch (Exception cause) when (cause is JsonException or IOException or UnauthorizedAccessException)
        {
            throw EpisodesErrors.BadDescription(path, cause.Message.TrimEnd('.'), cause);
        }
    }

    /// <summary>Whether a folder's description says that it is of this format, of whatever version.</summary>
    internal static bool LiesIn(string folder)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, FileName)));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("format", out JsonElement format) && format.ValueEquals(FormatName);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1304, DOG1502: it cannot be written.</exception>
    internal void Write(string path) => AtomicFile.Replace(path, stream => JsonSerializer.Serialize(stream, this, Json));

    /// <summary>The bytes that a fingerprint covers.</summary>
    internal byte[] Canonical() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>In what another description differs so that its episodes would not fit.</summary>
    internal IEnumerable<string> DifferencesTo(DatasetDescription wanted)
    {
        (string Name, string Found, string Wanted)[] fields =
        [
            ("observations", Shown(Observations), Shown(wanted.Observations)),
            ("cameras", Shown(Cameras), Shown(wanted.Cameras)),
            ("actions", Shown(Action), Shown(wanted.Action)),
        ];
        foreach ((string name, string found, string want) in fields.Where(f => f.Found != f.Wanted))
            yield return $"{name}: found {found}, wanted {want}";
        if (Math.Abs(Rate - wanted.Rate) > 1e-6 * wanted.Rate)
            yield return $"rate: found {Rate} Hz, wanted {wanted.Rate} Hz";
    }

    private static string Shown(IEnumerable<ObservationEntry> entries) => $"[{string.Join(", ", entries.Select(e => $"{e.Name}[{e.Size}]"))}]";

    private static string Shown(IEnumerable<CameraSpec>? cameras) => $"[{string.Join(", ", (cameras ?? []).Select(c => $"{c.Name}[{c.Width}x{c.Height}]"))}]";

    private static string Shown(ActionDescription action) => $"{(action.Mode == ActionMode.Relative ? "relative" : "absolute")} [{string.Join(", ", action.Dimensions.Select(d => d.Name))}]";

    private IEnumerable<string> Faults()
    {
        if (Format != FormatName)
            yield return $"its format is '{Format}', not '{FormatName}'";
        if (FormatVersion != Version)
            yield return $"its formatVersion is {FormatVersion}; a newer release may have written it";
        if (!(Rate > 0) || !double.IsFinite(Rate))
            yield return $"its rate is {Rate} Hz, not a positive number";
        if (Action.Dimensions.Count == 0 || Observations.Count == 0)
            yield return "it needs at least one observation and one action dimension";
        if (Observations.FirstOrDefault(o => o.Size < 1) is { } empty)
            yield return $"observation '{empty.Name}' has the size {empty.Size}";
        if (Observations.GroupBy(o => o.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return $"there are {twice.Count()} observations named '{twice.Key}'";
        foreach (string fault in CameraFaults(Cameras ?? []))
            yield return fault;
    }

    private static IEnumerable<string> CameraFaults(IReadOnlyList<CameraSpec> cameras)
    {
        if (cameras.FirstOrDefault(c => c.Width is < 1 or > LargestSide || c.Height is < 1 or > LargestSide) is { } wrong)
            yield return $"the pictures of camera '{wrong.Name}' have {wrong.Width} x {wrong.Height} pixels; each side has 1 to {LargestSide}";
        if (cameras.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return $"there are {twice.Count()} cameras named '{twice.Key}'";
    }
}

/// <summary>The action of a <see cref="DatasetDescription"/>.</summary>
/// <param name="Mode">Relative or absolute.</param>
/// <param name="Dimensions">[D].</param>
internal sealed record ActionDescription(ActionMode Mode, IReadOnlyList<ActionDimension> Dimensions);
