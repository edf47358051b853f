using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DiffOG.Specs;
using PureHDF;

namespace DiffOG.Datasets.Robomimic;

/// <summary>Demonstrations under <c>data/demo_k</c>. Opening looks at every dataset's form; values are read when they are asked for.</summary>
internal sealed class RobomimicDemonstrations : IDemonstrationDataset
{
    private readonly HdfFile file;
    private readonly Demo[] demos;
    private readonly Lazy<string> fingerprint;

    internal RobomimicDemonstrations(RobomimicOptions options, HdfFile file, ObservationSpec? task)
    {
        this.file = file;
        (IH5Group data, IReadOnlyList<IH5Group> groups) = DemoList.Of(file, options.Filter);
        var description = new FileDescription(file, data);
        IReadOnlyList<string> names = ObservationChoice.Of(options, task, description, file, groups[0]);
        demos = [.. groups.Select(g => Demo.Open(file, g, options.Action.Key, names))];
        RequireOneForm();
        Spec = new DatasetSpec(
            new ObservationSpec([.. names.Zip(demos[0].Observations, (name, part) => Entry(name, part, task?.Entries ?? description.Observations))]),
            ActionSpecs.Of(options.Action, description, file, demos),
            options.Rate ?? description.Rate ?? throw RobomimicErrors.NoRate(file.Path),
            [.. demos.Select(d => d.Actions.Steps)],
            $"{file.Path} (robomimic HDF5{(description.Environment is { } name ? $" of {name}" : "")}{(options.Filter is { } filter ? $", mask {filter}" : "")})");
        fingerprint = new Lazy<string>(HashOfAll);
    }

    /// <inheritdoc/>
    public DatasetSpec Spec { get; }

    /// <inheritdoc/>
    public string Fingerprint => fingerprint.Value;

    /// <inheritdoc/>
    public EpisodeWindow Read(int episode, int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(episode);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(episode, demos.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Spec.EpisodeLengths[episode] - count);
        Demo demo = demos[episode];
        return new EpisodeWindow(SideBySide(demo.Observations, start, count), demo.Actions.Read(start, count));
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private double[] SideBySide(IReadOnlyList<DemoDataset> parts, int start, int count)
    {
        int size = Spec.Observations.Size, offset = 0;
        double[] table = new double[count * size];
        foreach (DemoDataset part in parts)
        {
            double[] rows = part.Read(start, count);
            for (int t = 0; t < count; t++)
                rows.AsSpan(t * part.Width, part.Width).CopyTo(table.AsSpan((t * size) + offset));
            offset += part.Width;
        }
        return table;
    }

    private static ObservationEntry Entry(string name, DemoDataset part, IReadOnlyList<ObservationEntry> known) =>
        new(name, part.Width, known.FirstOrDefault(e => e.Name == name && e.Size == part.Width)?.Unit ?? "1");

    private void RequireOneForm()
    {
        foreach (Demo demo in demos)
        {
            foreach ((DemoDataset found, DemoDataset wanted) in demo.Observations.Append(demo.Actions).Zip(demos[0].Observations.Append(demos[0].Actions)))
            {
                if (found.Width != wanted.Width)
                    throw RobomimicErrors.Shape(file.Path, found.Name, $"it has {found.Width} values a step, {wanted.Name} has {wanted.Width}");
            }
        }
    }

    /// <summary>All values that are read: low-dimensional ones are few, and nothing less notices every change.</summary>
    private string HashOfAll()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{string.Join(',', Spec.Observations.Entries.Select(e => $"{e.Name}[{e.Size}]"))}|{Spec.Action.Mode}[{Spec.Action.Size}]|{Spec.Rate:R}|{string.Join(',', Spec.EpisodeLengths)}"));
        foreach (DemoDataset part in demos.SelectMany(d => d.Observations.Append(d.Actions)))
            hash.AppendData(MemoryMarshal.AsBytes(part.Read(0, part.Steps).AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
