using System.Globalization;
using System.Text.Json;
using DiffOG.Diagnostics;
using DiffOG.Learning.Diagnostics;
using DiffOG.Learning.Safetensors;
using DiffOG.Policies;

namespace DiffOG.Learning.Training;

/// <summary>
/// The self-contained file that inference needs: weights and normalisers as arrays; kind, format version, steps, the
/// policy's spec and the host's strings (plugin, options) as metadata.
/// </summary>
public static class InferenceCheckpoint
{
    /// <summary>The version of the metadata; what they mean changes only with it.</summary>
    public const string FormatVersion = "1";

    private const string SpecKey = "spec";
    private static readonly string[] Reserved = ["kind", "formatVersion", "step", SpecKey];

    /// <summary>Reads what the policy of a checkpoint reads and says.</summary>
    /// <param name="file">An open <c>policy.safetensors</c> or <c>layer.safetensors</c>.</param>
    /// <exception cref="DiffOGException">DOG1301: the file has no spec, or of another format version.</exception>
    public static PolicySpec SpecOf(SafetensorsFile file)
    {
        if (file.Metadata.GetValueOrDefault("formatVersion") is not FormatVersion)
            throw CheckpointErrors.Corrupt(file.Path, $"its format version is '{file.Metadata.GetValueOrDefault("formatVersion", "missing")}', this release reads {FormatVersion}");
        try
        {
            return JsonSerializer.Deserialize<PolicySpec>(file.Metadata.GetValueOrDefault(SpecKey, "null"), CheckpointJson.Options)
                ?? throw CheckpointErrors.Corrupt(file.Path, $"it has no '{SpecKey}'");
        }
        catch (JsonException cause)
        {
            throw CheckpointErrors.Corrupt(file.Path, $"its '{SpecKey}' cannot be read ({cause.Message.TrimEnd('.')})", cause);
        }
    }

    internal static string Write(
        string path, string kind, long step, PolicySpec spec, IReadOnlyDictionary<string, SafetensorsArray> arrays, IReadOnlyDictionary<string, string> metadata)
    {
        var all = new Dictionary<string, string>(metadata, StringComparer.Ordinal)
        {
            ["kind"] = kind,
            ["formatVersion"] = FormatVersion,
            ["step"] = step.ToString(CultureInfo.InvariantCulture),
            [SpecKey] = JsonSerializer.Serialize(spec, CheckpointJson.Options),
        };
        SafetensorsWriter.Write(path, arrays, all);
        return Path.GetFullPath(path);
    }

    internal static void CheckNames(IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Keys.FirstOrDefault(Reserved.Contains) is { } taken)
            throw new ArgumentException($"The checkpoint itself writes '{taken}'; choose another name.", nameof(metadata));
    }
}
