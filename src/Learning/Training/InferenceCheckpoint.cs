using System.Globalization;
using System.Text.Json;
using DiffOG.Actions;
using DiffOG.Diagnostics;
using DiffOG.Learning.Diagnostics;
using DiffOG.Learning.Safetensors;
using DiffOG.Policies;

namespace DiffOG.Learning.Training;

/// <summary>
/// The self-contained file that inference needs: weights and normalisers as arrays; kind, format version, steps, the
/// policy's spec and the host's strings (plugin, options) as metadata.
/// </summary>
internal static class InferenceCheckpoint
{
    /// <summary>The version of the metadata; what they mean changes only with it.</summary>
    public const string FormatVersion = "1";

    private const string SpecKey = "spec";
    private const string NormalisationKey = "normalisation";
    private static readonly string[] Reserved = ["kind", "formatVersion", "step", SpecKey, NormalisationKey, BestCheckpoints.SuccessKey];

    /// <summary>Reads what the policy of a checkpoint reads and says.</summary>
    /// <param name="file">An open <c>policy.safetensors</c> or <c>layer.safetensors</c>.</param>
    /// <exception cref="DiffOGException">DOG1301: the file has no spec, or of another format version.</exception>
    public static PolicySpec SpecOf(SafetensorsFile file) => Parse<PolicySpec>(file, SpecKey);

    /// <summary>Reads how the policy of a checkpoint normalises actions.</summary>
    /// <param name="file">An open <c>policy.safetensors</c> or <c>layer.safetensors</c>.</param>
    /// <exception cref="DiffOGException">DOG1301: the file has no normalisation, or of another format version.</exception>
    public static ActionNormalisation NormalisationOf(SafetensorsFile file)
    {
        AffineMap map = Parse<AffineMap>(file, NormalisationKey);
        try
        {
            return new ActionNormalisation(map.Scale, map.Offset);
        }
        catch (ArgumentException cause)
        {
            throw CheckpointErrors.Corrupt(file.Path, $"its '{NormalisationKey}' is none ({cause.Message})", cause);
        }
    }

    /// <summary>Reads a string that every such file has.</summary>
    /// <exception cref="DiffOGException">DOG1301: it has none of that name.</exception>
    internal static string Metadata(SafetensorsFile file, string key) =>
        file.Metadata.TryGetValue(key, out string? value) ? value : throw CheckpointErrors.Corrupt(file.Path, $"it has no '{key}'");

    internal static string Write(
        string path, string kind, long step, PolicySpec spec, IReadOnlyDictionary<string, SafetensorsArray> arrays,
        IReadOnlyDictionary<string, string> metadata, ActionNormalisation normalisation)
    {
        var all = new Dictionary<string, string>(metadata, StringComparer.Ordinal)
        {
            ["kind"] = kind,
            ["formatVersion"] = FormatVersion,
            ["step"] = step.ToString(CultureInfo.InvariantCulture),
            [SpecKey] = JsonSerializer.Serialize(spec, CheckpointJson.Options),
            [NormalisationKey] = JsonSerializer.Serialize(new AffineMap([.. normalisation.Scale], [.. normalisation.Offset]), CheckpointJson.Options),
        };
        SafetensorsWriter.Write(path, arrays, all);
        return Path.GetFullPath(path);
    }

    internal static void CheckNames(IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Keys.FirstOrDefault(Reserved.Contains) is { } taken)
            throw new ArgumentException($"The checkpoint itself writes '{taken}'; choose another name.", nameof(metadata));
    }

    private static T Parse<T>(SafetensorsFile file, string key)
    {
        if (file.Metadata.GetValueOrDefault("formatVersion") is not FormatVersion)
            throw CheckpointErrors.Corrupt(file.Path, $"its format version is '{file.Metadata.GetValueOrDefault("formatVersion", "missing")}', this release reads {FormatVersion}");
        try
        {
            return JsonSerializer.Deserialize<T>(file.Metadata.GetValueOrDefault(key, "null"), CheckpointJson.Options)
                ?? throw CheckpointErrors.Corrupt(file.Path, $"it has no '{key}'");
        }
        catch (JsonException cause)
        {
            throw CheckpointErrors.Corrupt(file.Path, $"its '{key}' cannot be read ({cause.Message.TrimEnd('.')})", cause);
        }
    }

    private sealed record AffineMap(double[] Scale, double[] Offset);
}
