using DiffOG.Specs;

namespace DiffOG.Datasets;

/// <summary>What a dataset holds; readable without reading the data.</summary>
/// <param name="Observations">What one observation consists of; its cameras are those whose pictures can be read.</param>
/// <param name="Action">What one action consists of; ranges are those seen where the format states none.</param>
/// <param name="Rate">Steps per second [Hz].</param>
/// <param name="EpisodeLengths">The number of steps of every episode.</param>
/// <param name="Source">Where it came from, for manifests: path, licence, format.</param>
public sealed record DatasetSpec(ObservationSpec Observations, ActionSpec Action, double Rate, IReadOnlyList<int> EpisodeLengths, string Source)
{
    /// <summary>All steps of all episodes.</summary>
    public long Steps => EpisodeLengths.Sum(n => (long)n);
}

/// <summary>Consecutive steps of one episode.</summary>
/// <param name="Observations">[k·O] row by row, raw.</param>
/// <param name="Actions">[k·D] row by row, raw; row i was commanded at observation i.</param>
public sealed record EpisodeWindow(double[] Observations, double[] Actions)
{
    /// <summary>[k, Height, Width, 3] bytes by camera, for episodes that are appended; pictures are read apart, with <see cref="IDemonstrationDataset.ReadPictures"/>.</summary>
    public IReadOnlyDictionary<string, byte[]> Pictures { get; init; } = new Dictionary<string, byte[]>();
}

/// <summary>Recorded demonstrations, read lazily. Reading is safe from several threads.</summary>
public interface IDemonstrationDataset : IDisposable
{
    /// <summary>What it holds.</summary>
    DatasetSpec Spec { get; }

    /// <summary>A hash of the content that decides whether a stage must run again; cheap to get, equal for equal content.</summary>
    string Fingerprint { get; }

    /// <summary>Reads steps of one episode, without padding.</summary>
    /// <param name="episode">0 to the number of episodes − 1.</param>
    /// <param name="start">The first step.</param>
    /// <param name="count">How many; the window must lie inside the episode.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window does not lie inside the episode.</exception>
    /// <exception cref="Diagnostics.DiffOGException">The data are missing, cut short or corrupt; the message names the file.</exception>
    EpisodeWindow Read(int episode, int start, int count);

    /// <summary>Reads the pictures of one camera at consecutive steps of one episode into the caller's memory.</summary>
    /// <param name="episode">0 to the number of episodes − 1.</param>
    /// <param name="start">The first step.</param>
    /// <param name="count">How many; the window must lie inside the episode.</param>
    /// <param name="camera">One of the spec's cameras.</param>
    /// <param name="pictures">[count, Height, Width, 3] bytes receive them, the top row first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window does not lie inside the episode.</exception>
    /// <exception cref="ArgumentException">There is no such camera, or the memory has another length.</exception>
    /// <exception cref="Diagnostics.DiffOGException">The data are missing, cut short or corrupt; the message names the file.</exception>
    void ReadPictures(int episode, int start, int count, string camera, Memory<byte> pictures) =>
        throw new ArgumentException($"This dataset holds no pictures; there is no camera '{camera}'.", nameof(camera));
}

/// <summary>A dataset that grows by whole episodes.</summary>
public interface IEpisodeSink : IAttributedDataset
{
    /// <summary>Appends one episode: it is either there completely or not at all, whenever the process ends.</summary>
    /// <param name="episode">All steps of the episode.</param>
    /// <param name="attributes">Strings kept with it, for example its seed.</param>
    /// <exception cref="Diagnostics.DiffOGException">It cannot be written; nothing that was there is lost.</exception>
    void Append(EpisodeWindow episode, IReadOnlyDictionary<string, string> attributes);
}
