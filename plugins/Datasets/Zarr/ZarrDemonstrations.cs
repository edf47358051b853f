using DiffOG.Datasets.Common;
using DiffOG.Datasets.Zarr.Format;
using DiffOG.Datasets.Zarr.Stores;
using DiffOG.Specs;
using Microsoft.Extensions.Logging;

namespace DiffOG.Datasets.Zarr;

/// <summary>Demonstrations in the layout of diffusion policy's ReplayBuffer: arrays under data/ that share the time axis, and meta/episode_ends.</summary>
internal sealed class ZarrDemonstrations : IDemonstrationDataset
{
    private readonly IStore store;
    private readonly ZarrArray actions;
    private readonly Selection[] observations;
    private readonly Pictures[] cameras;
    private readonly int[] ends;
    private readonly Lazy<string> fingerprint;

    internal ZarrDemonstrations(ZarrOptions options, IStore store, ILogger log)
    {
        this.store = store;
        var cache = new ContentCache<string, byte[]?>((long)options.CacheMegabytes << 20, chunk => chunk?.Length ?? 0);
        ZarrArray OpenData(string key) => ZarrArray.Open(store, $"data/{key}", cache, log) ?? throw ZarrErrors.NoArray(store.Root, key, store.Arrays("data"));
        ZarrArray endArray = ZarrArray.Open(store, "meta/episode_ends", cache, log)!;
        ends = EpisodeEnds.Read(store.Root, endArray);
        actions = OpenData(options.Action.Key);
        observations = [.. options.Observations.Select(o => new Selection(store.Root, OpenData(o.Key), o))];
        cameras = [.. options.Cameras.Select(c => new Pictures(store.Root, OpenData(c.Key), c))];
        ZarrArray[] used = [.. observations.Select(o => o.Array), actions, .. cameras.Select(c => c.Array)];
        foreach (ZarrArray array in used)
            RequireSteps(array);
        Spec = new DatasetSpec(
            new ObservationSpec([.. observations.Select(o => o.Entry)]) { Cameras = [.. cameras.Select(c => c.Camera)] },
            ActionSpecs.Of(options.Action, actions, store.Root, ends[^1]),
            options.Rate,
            [.. ends.Select((end, i) => end - StartOf(i))],
            $"{store.Root} (zarr 2, diffusion-policy layout)");
        fingerprint = new Lazy<string>(() => Fingerprints.Of(store, ends, used.Append(endArray), Selected(options)));
    }

    /// <inheritdoc/>
    public DatasetSpec Spec { get; }

    /// <inheritdoc/>
    public string Fingerprint => fingerprint.Value;

    /// <inheritdoc/>
    public EpisodeWindow Read(int episode, int start, int count)
    {
        int first = Placed(episode, start, count);
        return new EpisodeWindow(Observations(first, count), Finite.Require(actions.Read(first, count), actions, first));
    }

    /// <inheritdoc/>
    public void ReadPictures(int episode, int start, int count, string camera, Memory<byte> pictures)
    {
        int first = Placed(episode, start, count);
        int bytes = Spec.Observations.CameraOf(camera).Bytes;
        if (pictures.Length != count * bytes)
            throw new ArgumentException($"{count} pictures of '{camera}' take {count * bytes} bytes; found room for {pictures.Length}.", nameof(pictures));
        cameras.First(p => p.Camera.Name == camera).Array.ReadBytes(first, count, pictures.Span);
    }

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();

    /// <summary>The store's step at which a window of an episode begins.</summary>
    private int Placed(int episode, int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(episode);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(episode, ends.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Spec.EpisodeLengths[episode] - count);
        return StartOf(episode) + start;
    }

    private double[] Observations(int first, int count)
    {
        int size = Spec.Observations.Size;
        var values = new double[count * size];
        int offset = 0;
        foreach (Selection part in observations)
        {
            part.Read(first, count, values, offset, size);
            offset += part.Entry.Size;
        }
        return values;
    }

    private void RequireSteps(ZarrArray array)
    {
        if (array.Steps != ends[^1])
            throw ZarrErrors.Shape(store.Root, $"{array.Name} has {array.Steps} steps, and meta/episode_ends ends at {ends[^1]}", "The store was written only in part: copy or record it again.");
    }

    private int StartOf(int episode) => episode == 0 ? 0 : ends[episode - 1];

    private static IEnumerable<string> Selected(ZarrOptions options) =>
        options.Observations.Select(o => $"{o.Name}={o.Key}[{(o.Columns is null ? "" : string.Join(',', o.Columns))}]")
            .Concat(options.Cameras.Select(c => $"camera {c.Name}={c.Key}")).Append($"action={options.Action.Key}/{options.Action.Mode}");
}
