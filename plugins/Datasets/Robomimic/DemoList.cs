using System.Globalization;
using PureHDF;

namespace DiffOG.Datasets.Robomimic;

/// <summary>The groups <c>demo_0</c>, <c>demo_1</c>, … in the order of their numbers, which is not that of the file.</summary>
internal static class DemoList
{
    private const string Prefix = "demo_";

    /// <summary>The demonstrations that count.</summary>
    /// <param name="file">The file.</param>
    /// <param name="filter">A list under <c>mask/</c>; null for all.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1431, DOG1433, DOG1437.</exception>
    internal static (IH5Group Data, IReadOnlyList<IH5Group> Demos) Of(HdfFile file, string? filter)
    {
        IH5Group data = Child(file, file.Root, "data") ?? throw RobomimicErrors.NoDemonstrations(file.Path, "there is no group 'data'");
        IH5Group[] demos = [.. file.Read("data", () => data.Children().ToArray()).OfType<IH5Group>().Where(g => NumberOf(g.Name) is not null).OrderBy(g => NumberOf(g.Name))];
        if (demos.Length == 0)
            throw RobomimicErrors.NoDemonstrations(file.Path, "its group 'data' holds no demo_0, demo_1, …");
        return (data, filter is null ? demos : Filtered(file, filter, demos));
    }

    private static IH5Group[] Filtered(HdfFile file, string filter, IH5Group[] demos)
    {
        IH5Group? masks = Child(file, file.Root, "mask");
        string[] there = masks is null ? [] : [.. file.Read("mask", () => masks.Children().ToArray()).Select(c => c.Name)];
        if (!there.Contains(filter))
            throw RobomimicErrors.BadFilter(file.Path, filter, there.Length == 0 ? "there are no lists" : $"there are only {string.Join(", ", there.Order(StringComparer.Ordinal))}");
        HashSet<string> names = [.. file.Read($"mask/{filter}", () => masks!.Dataset(filter).Read<string[]>()).Select(n => n.TrimEnd('\0'))];
        IH5Group[] chosen = [.. demos.Where(d => names.Remove(d.Name))];
        if (names.Count > 0)
            throw RobomimicErrors.BadFilter(file.Path, filter, $"it names {string.Join(", ", names.Order(StringComparer.Ordinal).Take(3))}, which data does not hold");
        return chosen.Length > 0 ? chosen : throw RobomimicErrors.BadFilter(file.Path, filter, "it is empty");
    }

    private static IH5Group? Child(HdfFile file, IH5Group parent, string name) =>
        file.Read(name, () => parent.LinkExists(name) ? parent.Get(name) as IH5Group : null);

    private static int? NumberOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
