using PureHDF;

namespace DiffOG.Datasets.Robomimic;

/// <summary>One demonstration: what is read of it, looked up once.</summary>
internal sealed class Demo
{
    private const string ObservationGroup = "obs";

    private Demo(DemoDataset actions, DemoDataset[] observations) => (Actions, Observations) = (actions, observations);

    /// <summary>[steps, D].</summary>
    internal DemoDataset Actions { get; }

    /// <summary>The parts of an observation, in the order chosen; each as long as the actions.</summary>
    internal IReadOnlyList<DemoDataset> Observations { get; }

    /// <summary>Looks up the datasets of a demonstration.</summary>
    /// <param name="file">The file.</param>
    /// <param name="group">Its group, for example <c>demo_3</c>.</param>
    /// <param name="action">The name of the actions.</param>
    /// <param name="observations">The names of the observations.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1432 to DOG1434.</exception>
    internal static Demo Open(HdfFile file, IH5Group group, string action, IReadOnlyList<string> observations)
    {
        string place = $"data/{group.Name}";
        (Dictionary<string, IH5Dataset> beside, Dictionary<string, IH5Dataset> observed) = file.Read(place, () => Datasets(group));
        DemoDataset Find(string name, bool mayBeObserved) =>
            mayBeObserved && observed.TryGetValue(name, out IH5Dataset? seen) ? new DemoDataset(file, $"{place}/{ObservationGroup}/{name}", seen)
            : beside.TryGetValue(name, out IH5Dataset? other) ? new DemoDataset(file, $"{place}/{name}", other)
            : throw RobomimicErrors.NoDataset(file.Path, place, mayBeObserved ? $"{ObservationGroup}/{name}" : name, mayBeObserved ? observed.Keys.Select(k => $"{ObservationGroup}/{k}").Concat(beside.Keys) : beside.Keys);
        DemoDataset actions = Find(action, mayBeObserved: false);
        DemoDataset[] parts = [.. observations.Select(o => Find(o, mayBeObserved: true))];
        return parts.FirstOrDefault(p => p.Steps != actions.Steps) is { } other
            ? throw RobomimicErrors.Shape(file.Path, other.Name, $"it has {other.Steps} steps, {actions.Name} has {actions.Steps}")
            : new Demo(actions, parts);
    }

    /// <summary>The names of a demonstration's observations.</summary>
    internal static IReadOnlyCollection<string> ObservationsOf(HdfFile file, IH5Group group) => file.Read($"data/{group.Name}", () => Datasets(group)).Observed.Keys;

    private static (Dictionary<string, IH5Dataset> Beside, Dictionary<string, IH5Dataset> Observed) Datasets(IH5Group group)
    {
        IH5Object[] children = [.. group.Children()];
        IH5Group? obs = children.OfType<IH5Group>().FirstOrDefault(g => g.Name == ObservationGroup);
        return (ByName(children), ByName(obs?.Children() ?? []));
    }

    private static Dictionary<string, IH5Dataset> ByName(IEnumerable<IH5Object> objects) => objects.OfType<IH5Dataset>().ToDictionary(d => d.Name, StringComparer.Ordinal);
}
