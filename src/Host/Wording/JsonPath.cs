using System.Globalization;

namespace DiffOG.Host.Wording;

/// <summary>Paths as messages and <c>--set</c> write them: <c>refiners[0].options.weight</c>.</summary>
internal static class JsonPath
{
    /// <summary>The path of a member.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>The path of an element.</summary>
    public static string Join(string path, int index) => $"{path}[{index.ToString(CultureInfo.InvariantCulture)}]";

    /// <summary>The parts of a path; indices stand in brackets or as a part of their own. Null where it is none.</summary>
    public static IReadOnlyList<string>? Split(string path)
    {
        string[] parts = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        return parts.Any(p => string.IsNullOrWhiteSpace(p) || p.Contains(':', StringComparison.Ordinal)) ? null : parts;
    }

    /// <summary>Whether a part is an index.</summary>
    public static bool IsIndex(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
