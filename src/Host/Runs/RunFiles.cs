using System.Text.Json;
using DiffOG.Learning.Safetensors;

namespace DiffOG.Host.Runs;

/// <summary>JSON files of a run folder: always the old or the whole new content.</summary>
internal static class RunFiles
{
    /// <summary>Replaces a JSON file.</summary>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1502, DOG1505: it cannot be written.</exception>
    internal static void WriteJson<T>(string path, T value) => RunErrors.Guard(path, () =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, value, RunJson.Indented)));

    /// <summary>Reads a JSON file; null where there is none.</summary>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1507: it is no such JSON.</exception>
    internal static T? ReadJson<T>(string path)
        where T : class
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), RunJson.Indented);
        }
        catch (Exception cause) when (cause is JsonException or IOException or UnauthorizedAccessException)
        {
            throw RunErrors.Unreadable(path, cause);
        }
    }
}
