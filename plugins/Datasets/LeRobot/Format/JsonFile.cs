using System.Text.Json;
using DiffOG.Diagnostics;

namespace DiffOG.Datasets.LeRobot.Format;

/// <summary>Reads JSON files and lines of JSON, with bounds.</summary>
internal static class JsonFile
{
    /// <summary>Far above what these files have, far below what memory has.</summary>
    internal const long LargestFile = 256L << 20;

    /// <summary>Reads a file that holds one object.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Makes something of it; may throw <see cref="FormatException"/>.</param>
    /// <exception cref="DiffOGException">DOG1461: it cannot be read.</exception>
    internal static T Read<T>(string path, Func<JsonElement, T> read) => Guarded(path, () =>
    {
        using FileStream file = Open(path);
        using var document = JsonDocument.Parse(file);
        return read(RequireObject(document.RootElement));
    });

    /// <summary>Reads a file that holds one object a line.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Makes something of a line; may throw <see cref="FormatException"/>.</param>
    /// <param name="most">Lines after so many are not looked at.</param>
    /// <exception cref="DiffOGException">DOG1461: it cannot be read; the line is named.</exception>
    internal static IReadOnlyList<T> Lines<T>(string path, Func<JsonElement, T> read, int most = int.MaxValue) => Guarded(path, () =>
    {
        var all = new List<T>();
        using FileStream file = Open(path);
        using var text = new StreamReader(file);
        for (int number = 1; all.Count < most && text.ReadLine() is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
                all.Add(Line(line, number, read));
        }
        return all;
    });

    /// <summary>A text; null where it is missing or null.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    internal static string? Text(this JsonElement element, string name) =>
        !element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new FormatException($"'{name}' is not a text");

    /// <summary>A number.</summary>
    /// <exception cref="FormatException">It is missing or something else.</exception>
    internal static double Number(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number)
            ? number : throw new FormatException($"'{name}' is missing or no number");

    /// <summary>A whole number.</summary>
    /// <exception cref="FormatException">It is missing, something else, or out of range.</exception>
    internal static long Whole(this JsonElement element, string name, long most, long least = 0) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= least && number <= most
            ? number : throw new FormatException($"'{name}' is missing or no whole number from {least} to {most}");

    /// <summary>The numbers of an array, of arrays in it, or a single one.</summary>
    internal static IEnumerable<double> Flat(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Flat),
        JsonValueKind.Number when element.TryGetDouble(out double number) => [number],
        _ => [double.NaN],
    };

    private static T Line<T>(string line, int number, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return read(RequireObject(document.RootElement));
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new FormatException($"line {number}: {e.Message.TrimEnd('.')}", e);
        }
    }

    private static JsonElement RequireObject(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element : throw new FormatException("it is not a JSON object");

    private static FileStream Open(string path)
    {
        FileStream file = File.OpenRead(path);
        if (file.Length <= LargestFile)
            return file;
        file.Dispose();
        throw new FormatException($"it has {file.Length} bytes, more than {LargestFile}");
    }

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw LeRobotErrors.Info(path, e.Message.TrimEnd('.'), e);
        }
    }
}
