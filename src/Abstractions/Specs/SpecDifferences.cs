using System.Globalization;

namespace DiffOG.Specs;

/// <summary>Says in what a spec differs from the one that is expected: one line a key, what was found and what is expected.</summary>
public static class SpecDifferences
{
    /// <summary>In what observations differ: names, sizes and order of the parts, and the cameras that are expected; more cameras do no harm.</summary>
    /// <param name="found">What there is.</param>
    /// <param name="expected">What is needed.</param>
    /// <returns>Empty where it fits.</returns>
    public static IEnumerable<string> DifferencesFrom(this ObservationSpec found, ObservationSpec expected)
    {
        string[] parts = [.. expected.Entries.Select(e => Part(e.Name, found, expected)).Concat(found.Entries.Select(e => Part(e.Name, found, expected))).OfType<string>().Distinct()];
        string[] names = [.. found.Entries.Select(e => e.Name)], wanted = [.. expected.Entries.Select(e => e.Name)];
        if (parts.Length == 0 && !names.SequenceEqual(wanted))
            parts = [$"observations: found the order {string.Join(", ", names)}; expected {string.Join(", ", wanted)}"];
        return [.. parts, .. expected.Cameras.Select(c => Camera(c, found)).OfType<string>()];
    }

    /// <summary>In what actions differ: the number of their values, and the mode.</summary>
    /// <param name="found">What there is.</param>
    /// <param name="expected">What is needed.</param>
    /// <returns>Empty where it fits.</returns>
    public static IEnumerable<string> DifferencesFrom(this ActionSpec found, ActionSpec expected)
    {
        if (found.Size != expected.Size)
            yield return $"action: found {Values(found.Size)}, expected {expected.Size}";
        if (found.Mode != expected.Mode)
            yield return $"action mode: found {Named(found.Mode)}, expected {Named(expected.Mode)}";
    }

    private static string? Part(string name, ObservationSpec found, ObservationSpec expected)
    {
        int? size = found.Entries.FirstOrDefault(e => e.Name == name)?.Size, wanted = expected.Entries.FirstOrDefault(e => e.Name == name)?.Size;
        if (size == wanted)
            return null;
        return size is null
            ? $"observation '{name}': found none, expected {Values(wanted!.Value)}"
            : $"observation '{name}': found {Values(size.Value)}, expected {wanted?.ToString(CultureInfo.InvariantCulture) ?? "none"}";
    }

    private static string? Camera(CameraSpec expected, ObservationSpec found)
    {
        CameraSpec? there = found.Cameras.FirstOrDefault(c => c.Name == expected.Name);
        if ((there?.Width, there?.Height) == (expected.Width, expected.Height))
            return null;
        return $"camera '{expected.Name}': found {(there is null ? "none" : $"{there.Width} x {there.Height} pixels")}, expected {expected.Width} x {expected.Height}{(there is null ? " pixels" : "")}";
    }

    private static string Values(int count) => count == 1 ? "1 value" : $"{count} values";

    private static string Named(ActionMode mode) => mode.ToString().ToLowerInvariant();
}
