using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiffOG.Host.Composition;

/// <summary>The content of <c>plugin.json</c>.</summary>
internal sealed record PluginManifest(int FormatVersion, string Assembly, string Version, string ContractVersion)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "plugin.json";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Reads a folder's manifest.</summary>
    /// <exception cref="RefusedException">DOG1101: it is missing, or not what it should be.</exception>
    public static PluginManifest Read(string folder)
    {
        string file = Path.Combine(folder, FileName);
        if (!System.IO.File.Exists(file))
            throw Refused($"The folder has no {FileName}.");
        PluginManifest manifest = Parse(file);
        if (manifest.FormatVersion != 1)
            throw Refused($"{FileName} has formatVersion {manifest.FormatVersion}; this program reads 1.");
        if (manifest.Assembly != Path.GetFileName(manifest.Assembly) || !manifest.Assembly.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            throw Refused($"{FileName} names the assembly '{manifest.Assembly}'; it must be the name of a .dll file in the same folder.");
        if (!System.Version.TryParse(manifest.ContractVersion, out _))
            throw Refused($"{FileName} gives contractVersion '{manifest.ContractVersion}'; it must be a version such as 0.1.0.");
        return System.IO.File.Exists(Path.Combine(folder, manifest.Assembly))
            ? manifest
            : throw Refused($"{FileName} names the assembly '{manifest.Assembly}', which the folder does not hold.");
    }

    private static PluginManifest Parse(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<PluginManifest>(System.IO.File.ReadAllBytes(file), Strict) ?? throw Refused($"{FileName} holds null.");
        }
        catch (JsonException cause)
        {
            throw Refused($"{FileName} cannot be read: {cause.Message.Split(" Path:")[0].TrimEnd('.')}.");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Refused($"{FileName} cannot be read: {cause.Message}");
        }
    }

    private static RefusedException Refused(string reason) => new("DOG1101", reason, "Build the plugin with <DiffOGPlugin>true</DiffOGPlugin>, which writes the file.");
}
