using PureHDF;

namespace DiffOG.Datasets.Robomimic;

/// <summary>The datasets that a demonstration has, by name.</summary>
internal sealed class DemoMembers
{
    internal const string PictureSuffix = "_image";
    private const string ObservationGroup = "obs";
    private const string StateName = "states";
    private readonly HdfFile file;
    private readonly string place;
    private readonly Dictionary<string, IH5Dataset> beside;
    private readonly Dictionary<string, IH5Dataset> observed;

    private DemoMembers(HdfFile file, string place, Dictionary<string, IH5Dataset> beside, Dictionary<string, IH5Dataset> observed) =>
        (this.file, this.place, this.beside, this.observed) = (file, place, beside, observed);

    /// <summary>The names under <c>obs/</c>.</summary>
    internal IReadOnlyCollection<string> ObservationNames => observed.Keys;

    /// <summary>The names beside <c>obs/</c>.</summary>
    internal IReadOnlyCollection<string> Names => beside.Keys;

    /// <summary>The cameras whose pictures are under <c>obs/</c>, in the order of their names.</summary>
    internal IReadOnlyList<string> Cameras =>
        [.. observed.Where(o => o.Key.EndsWith(PictureSuffix, StringComparison.Ordinal) && DemoPictures.Holds(o.Value)).Select(o => o.Key[..^PictureSuffix.Length]).Order(StringComparer.Ordinal)];

    /// <summary>The simulator's states; null where there is no table of them.</summary>
    internal DemoDataset? States => beside.TryGetValue(StateName, out IH5Dataset? states) ? new DemoDataset(file, $"{place}/{StateName}", states) : null;

    /// <summary>Looks a demonstration's datasets up.</summary>
    internal static DemoMembers Of(HdfFile file, IH5Group group)
    {
        string place = $"data/{group.Name}";
        return file.Read(place, () =>
        {
            IH5Object[] children = [.. group.Children()];
            IH5Group? obs = children.OfType<IH5Group>().FirstOrDefault(g => g.Name == ObservationGroup);
            return new DemoMembers(file, place, ByName(children), ByName(obs?.Children() ?? []));
        });
    }

    /// <summary>A dataset beside <c>obs/</c>.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1432, DOG1434.</exception>
    internal DemoDataset Beside(string name) => beside.TryGetValue(name, out IH5Dataset? there)
        ? new DemoDataset(file, $"{place}/{name}", there)
        : throw RobomimicErrors.NoDataset(file.Path, place, name, beside.Keys);

    /// <summary>A dataset under <c>obs/</c>, or beside it where there is none of this name.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1432, DOG1434.</exception>
    internal DemoDataset Observed(string name) =>
        observed.TryGetValue(name, out IH5Dataset? seen) ? new DemoDataset(file, $"{place}/{ObservationGroup}/{name}", seen)
        : beside.ContainsKey(name) ? Beside(name)
        : throw RobomimicErrors.NoDataset(file.Path, place, $"{ObservationGroup}/{name}", observed.Keys.Select(Observation).Concat(beside.Keys));

    /// <summary>The pictures of a camera.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1432, DOG1434.</exception>
    internal DemoPictures Pictures(string camera)
    {
        string name = camera + PictureSuffix;
        return observed.TryGetValue(name, out IH5Dataset? pictures)
            ? new DemoPictures(file, $"{place}/{ObservationGroup}/{name}", camera, pictures)
            : throw RobomimicErrors.NoDataset(file.Path, place, Observation(name), observed.Keys.Select(Observation));
    }

    private static string Observation(string name) => $"{ObservationGroup}/{name}";

    private static Dictionary<string, IH5Dataset> ByName(IEnumerable<IH5Object> objects) => objects.OfType<IH5Dataset>().ToDictionary(d => d.Name, StringComparer.Ordinal);
}
