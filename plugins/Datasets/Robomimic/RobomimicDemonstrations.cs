using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DiffOG.Specs;
using PureHDF;

namespace DiffOG.Datasets.Robomimic;

/// <summary>Demonstrations under <c>data/demo_k</c>. Opening looks at every dataset's form; values are read when they are asked for.</summary>
internal sealed class RobomimicDemonstrations : ITimedDataset, IAttributedDataset
{
    private readonly HdfFile file;
    private readonly Demo[] demos;
    private readonly IReadOnlyDictionary<string, string>[] attributes;
    private readonly Lazy<string> fingerprint;

    internal RobomimicDemonstrations(RobomimicOptions options, HdfFile file, ObservationSpec? task)
    {
        this.file = file;
        (IH5Group data, IReadOnlyList<IH5Group> groups) = DemoList.Of(file, options.Filter);
        var description = new FileDescription(file, data);
        Selected selected = DefaultSelection.Of(options, task, description, file, groups[0]);
        demos = [.. groups.Select(g => Demo.Open(file, g, selected, description.TimedStates))];
        attributes = [.. groups.Select(g => DemoAttributes.Of(file, g))];
        RequireOneForm();
        Spec = new DatasetSpec(
            new ObservationSpec([.. selected.Observations.Zip(demos[0].Observations.Parts, (name, part) => Entry(name, part, task?.Entries ?? description.Observations))])
            {
                Cameras = [.. demos[0].Pictures.Select(p => p.Camera)],
            },
            ActionSpecs.Of(options.Action, description, file, demos),
            options.Rate ?? description.Rate ?? Times.RateOf(demos) ?? throw RobomimicErrors.NoRate(file.Path),
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
        RequireInside(episode, start, count);
        Demo demo = demos[episode];
        return new EpisodeWindow(demo.Observations.Read(start, count), demo.Actions.Read(start, count));
    }

    /// <inheritdoc/>
    public void ReadPictures(int episode, int start, int count, string camera, Memory<byte> pictures)
    {
        RequireInside(episode, start, count);
        int bytes = Spec.Observations.CameraOf(camera).Bytes;
        if (pictures.Length != count * bytes)
            throw new ArgumentException($"{count} pictures of '{camera}' take {count * bytes} bytes; found room for {pictures.Length}.", nameof(pictures));
        demos[episode].Pictures.First(p => p.Camera.Name == camera).Read(start, count, pictures);
    }

    /// <inheritdoc/>
    public double[]? TimesOf(int episode)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(episode);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(episode, demos.Length);
        return Times.Of(demos[episode]);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> AttributesOf(int episode)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(episode);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(episode, attributes.Length);
        return attributes[episode];
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void RequireInside(int episode, int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(episode);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(episode, demos.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Spec.EpisodeLengths[episode] - count);
    }

    private static ObservationEntry Entry(string name, DemoDataset part, IReadOnlyList<ObservationEntry> known) =>
        new(name, part.Width, known.FirstOrDefault(e => e.Name == name && e.Size == part.Width)?.Unit ?? "1");

    private void RequireOneForm()
    {
        foreach (Demo demo in demos)
        {
            foreach ((DemoDataset found, DemoDataset wanted) in Parts(demo).Zip(Parts(demos[0])))
            {
                if (found.Width != wanted.Width)
                    throw RobomimicErrors.Shape(file.Path, found.Name, $"it has {found.Width} values a step, {wanted.Name} has {wanted.Width}");
            }
            foreach ((DemoPictures found, DemoPictures wanted) in demo.Pictures.Zip(demos[0].Pictures))
            {
                if (found.Camera != wanted.Camera)
                    throw RobomimicErrors.Shape(file.Path, found.Name, $"its pictures have {found.Camera.Width}×{found.Camera.Height} pixels, those of {wanted.Name} {wanted.Camera.Width}×{wanted.Camera.Height}");
            }
        }
    }

    private static IEnumerable<DemoDataset> Parts(Demo demo) => demo.Observations.Parts.Concat(demo.Actions.Parts);

    /// <summary>
    /// All numbers that are read: they are few, and nothing less notices every change. Of pictures, which are many, the
    /// cameras count, and the first and the middle picture of every demonstration.
    /// </summary>
    private string HashOfAll()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{string.Join(',', Spec.Observations.Entries.Select(e => $"{e.Name}[{e.Size}]"))}|{Spec.Action.Mode}[{Spec.Action.Size}]|{Spec.Rate:R}|{string.Join(',', Spec.EpisodeLengths)}|{string.Join(',', Spec.Observations.Cameras)}"));
        foreach (DemoDataset part in demos.SelectMany(Parts))
            hash.AppendData(MemoryMarshal.AsBytes(part.Read(0, part.Steps).AsSpan()));
        foreach (DemoPictures pictures in demos.SelectMany(d => d.Pictures))
        {
            byte[] picture = new byte[pictures.Camera.Bytes];
            foreach (int step in new[] { 0, pictures.Steps / 2 })
            {
                pictures.Read(step, 1, picture);
                hash.AppendData(picture);
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
