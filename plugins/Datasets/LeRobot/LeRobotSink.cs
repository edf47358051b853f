using DiffOG.Datasets.LeRobot.Writing;

namespace DiffOG.Datasets.LeRobot;

/// <summary>A dataset that this project's writer made: it can be read and appended to. What was appended is read from the files.</summary>
/// <param name="open">Opens what is there.</param>
/// <param name="first">What is there now.</param>
/// <param name="begin">Makes what appends; asked for with the first episode, so that reading needs no right to write.</param>
internal sealed class LeRobotSink(Func<LeRobotDataset> open, LeRobotDataset first, Func<DatasetWriter> begin) : IEpisodeSink, ITimedDataset, IStatedStatistics
{
    private readonly Lock appending = new();
    private LeRobotDataset? reader = first;
    private DatasetWriter? writer;

    /// <inheritdoc/>
    public DatasetSpec Spec => Reader.Spec;

    /// <inheritdoc/>
    public string Fingerprint => Reader.Fingerprint;

    /// <inheritdoc/>
    public StatedStatistics? Stated => Reader.Stated;

    /// <inheritdoc/>
    public EpisodeWindow Read(int episode, int start, int count) => Reader.Read(episode, start, count);

    /// <inheritdoc/>
    public void ReadPictures(int episode, int start, int count, string camera, Memory<byte> pictures) => Reader.ReadPictures(episode, start, count, camera, pictures);

    /// <inheritdoc/>
    public double[]? TimesOf(int episode) => Reader.TimesOf(episode);

    /// <inheritdoc/>
    public StatedStatistics? StatedOf(int episode) => Reader.StatedOf(episode);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> AttributesOf(int episode) => Reader.AttributesOf(episode);

    /// <inheritdoc/>
    public void Append(EpisodeWindow episode, IReadOnlyDictionary<string, string> attributes)
    {
        lock (appending)
        {
            (writer ??= begin()).Append(episode, attributes);
            reader = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // No file stays open between calls.
    }

    /// <summary>Opened again only when something is asked for after an episode was appended.</summary>
    private LeRobotDataset Reader
    {
        get
        {
            lock (appending)
                return reader ??= open();
        }
    }
}
