using System.Security.Cryptography;
using DiffOG.Datasets;
using DiffOG.Specs;

namespace DiffOG.Testing.Fakes;

/// <summary>Episodes in memory.</summary>
/// <param name="observations">What one observation consists of.</param>
/// <param name="action">What one action consists of.</param>
/// <param name="rate">Steps per second [Hz].</param>
public sealed class MemoryDataset(ObservationSpec observations, ActionSpec action, double rate) : IEpisodeSink
{
    private readonly List<EpisodeWindow> episodes = [];
    private readonly List<IReadOnlyDictionary<string, string>> notes = [];

    /// <inheritdoc/>
    public DatasetSpec Spec => new(observations, action, rate, [.. episodes.Select(e => e.Actions.Length / action.Size)], "memory");

    /// <inheritdoc/>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(
        [.. episodes.SelectMany(e => e.Observations.Concat(e.Actions).SelectMany(BitConverter.GetBytes).Concat(e.Pictures.OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p => p.Value)))]));

    /// <inheritdoc/>
    public void Append(EpisodeWindow episode, IReadOnlyDictionary<string, string> attributes)
    {
        episodes.Add(episode);
        notes.Add(attributes);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> AttributesOf(int episode) => notes[episode];

    /// <inheritdoc/>
    public EpisodeWindow Read(int episode, int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(episode);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(episode, episodes.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, Spec.EpisodeLengths[episode]);
        double[] Rows(double[] values, int size) => values[(start * size)..((start + count) * size)];
        return new EpisodeWindow(Rows(episodes[episode].Observations, observations.Size), Rows(episodes[episode].Actions, action.Size));
    }

    /// <inheritdoc/>
    public void ReadPictures(int episode, int start, int count, string camera, Memory<byte> pictures)
    {
        int bytes = observations.CameraOf(camera).Bytes;
        ArgumentOutOfRangeException.ThrowIfNegative(episode);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(episode, episodes.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, Spec.EpisodeLengths[episode]);
        if (pictures.Length != count * bytes)
            throw new ArgumentException($"{count} pictures of '{camera}' take {count * bytes} bytes; found room for {pictures.Length}.", nameof(pictures));
        episodes[episode].Pictures[camera].AsMemory(start * bytes, count * bytes).CopyTo(pictures);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
