using System.Security.Cryptography;
using System.Text;
using DiffOG.Diagnostics;
using DiffOG.Specs;

namespace DiffOG.Datasets.Episodes;

/// <summary>A folder of episodes. Opening reads every header and no data; reading opens one file at a time.</summary>
internal sealed class EpisodesDataset : IEpisodeSink
{
    private readonly Lock appending = new();
    private readonly DatasetDescription description;
    private readonly EpisodeFile files;
    private readonly string folder;
    private readonly List<(int Length, string Hash)> episodes;
    private DatasetSpec? spec;
    private string? fingerprint;

    private EpisodesDataset(string folder, DatasetDescription description)
    {
        (this.folder, this.description) = (folder, description);
        files = new EpisodeFile(folder, description);
        episodes = [.. Enumerable.Range(0, Count()).Select(files.Inspect)];
    }

    /// <inheritdoc/>
    public DatasetSpec Spec
    {
        get
        {
            lock (appending)
            {
                return spec ??= new DatasetSpec(
                    description.Observed, new ActionSpec(description.Action.Mode, description.Action.Dimensions),
                    description.Rate, [.. episodes.Select(e => e.Length)], $"{folder} ({DatasetDescription.FormatName}, version {DatasetDescription.Version})");
            }
        }
    }

    /// <inheritdoc/>
    public string Fingerprint
    {
        get
        {
            lock (appending)
                return fingerprint ??= HashOfAll();
        }
    }

    /// <summary>Opens a dataset, or makes an empty one.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="wanted">What the host knows: makes a new dataset where there is none, must fit where there is one; null when it knows nothing.</param>
    /// <exception cref="DiffOGException">DOG1450 to DOG1454; DOG1304 or DOG1502 when a new one cannot be written.</exception>
    internal static EpisodesDataset Open(string folder, DatasetDescription? wanted)
    {
        string path = Path.Combine(folder, DatasetDescription.FileName);
        if (!File.Exists(path))
            return new EpisodesDataset(folder, Create(folder, path, wanted ?? throw EpisodesErrors.NoDataset(folder)));
        DatasetDescription found = DatasetDescription.Read(path);
        string[] differences = wanted is null ? [] : [.. found.DifferencesTo(wanted)];
        return differences.Length == 0 ? new EpisodesDataset(folder, found) : throw EpisodesErrors.OtherTask(path, differences);
    }

    /// <inheritdoc/>
    public EpisodeWindow Read(int episode, int start, int count) => files.Read(episode, start, count, LengthAround(episode, start, count));

    /// <inheritdoc/>
    public void ReadPictures(int episode, int start, int count, string camera, Memory<byte> pictures)
    {
        int length = LengthAround(episode, start, count);
        CameraSpec seen = description.Observed.CameraOf(camera);
        if (pictures.Length != (long)count * seen.Bytes)
            throw new ArgumentException($"{count} pictures of '{camera}' take {(long)count * seen.Bytes} bytes; found room for {pictures.Length}.", nameof(pictures));
        files.ReadPictures(episode, start, seen, length, pictures.Span);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> AttributesOf(int episode)
    {
        At(episode);
        return files.AttributesOf(episode);
    }

    /// <inheritdoc/>
    public void Append(EpisodeWindow episode, IReadOnlyDictionary<string, string> attributes)
    {
        int length = Check(episode, attributes);
        lock (appending)
        {
            string path = files.PathOf(episodes.Count);
            if (File.Exists(path))
                throw EpisodesErrors.Taken(path);
            episodes.Add((length, files.Write(episodes.Count, episode, attributes)));
            (spec, fingerprint) = (null, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // No file stays open between calls.
    }

    private static DatasetDescription Create(string folder, string path, DatasetDescription description)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DiffOGException("DOG1304", $"The folder '{folder}' could not be made ({cause.Message.TrimEnd('.')}).", "Check that its parent exists and may be written.", cause);
        }
        description.Write(path);
        return description;
    }

    /// <summary>The number of episodes; files under other names, a killed process's temporary file among them, are not looked at.</summary>
    private int Count()
    {
        int[] numbers = [.. Directory.EnumerateFiles(folder).Select(f => EpisodeFile.NumberOf(Path.GetFileName(f))).OfType<int>().Order()];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] != i)
                throw EpisodesErrors.MissingEpisode(files.PathOf(i), Path.GetFileName(files.PathOf(numbers[i])));
        }
        return numbers.Length;
    }

    private (int Length, string Hash) At(int episode)
    {
        lock (appending)
        {
            return episode >= 0 && episode < episodes.Count
                ? episodes[episode]
                : throw new ArgumentOutOfRangeException(nameof(episode), $"There are {episodes.Count} episodes; {episode} is not one of them.");
        }
    }

    private int LengthAround(int episode, int start, int count)
    {
        int length = At(episode).Length;
        return start >= 0 && count >= 1 && start <= length - count
            ? length
            : throw new ArgumentOutOfRangeException(nameof(start), $"Episode {episode} has {length} steps; {count} steps from {start} do not lie inside.");
    }

    private int Check(EpisodeWindow episode, IReadOnlyDictionary<string, string> attributes)
    {
        int actionSize = description.Action.Dimensions.Count;
        int observationSize = description.Observations.Sum(o => o.Size);
        int length = episode.Actions.Length / actionSize;
        if (length == 0 || episode.Actions.Length != length * actionSize || episode.Observations.Length != length * observationSize)
            throw new ArgumentException($"{episode.Observations.Length} observed and {episode.Actions.Length} commanded values are not a whole, positive number of steps of {observationSize} and {actionSize}.", nameof(episode));
        if (!episode.Observations.All(double.IsFinite) || !episode.Actions.All(double.IsFinite))
            throw new ArgumentException("The episode has values that are not finite.", nameof(episode));
        CheckPictures(episode, length);
        if (attributes.Keys.FirstOrDefault(k => k.StartsWith(EpisodeFile.ReservedPrefix, StringComparison.Ordinal)) is { } reserved)
            throw new ArgumentException($"The attribute '{reserved}' begins with '{EpisodeFile.ReservedPrefix}', which the format keeps for itself.", nameof(attributes));
        return length;
    }

    private void CheckPictures(EpisodeWindow episode, int length)
    {
        if (episode.Pictures.Keys.Except(description.Observed.Cameras.Select(c => c.Name)).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"The episode has pictures of a camera '{unknown}', which the dataset does not have.", nameof(episode));
        foreach (CameraSpec camera in description.Observed.Cameras)
        {
            long wanted = (long)length * camera.Bytes;
            if (!episode.Pictures.TryGetValue(camera.Name, out byte[]? pictures) || pictures.LongLength != wanted)
                throw new ArgumentException($"{length} pictures of '{camera.Name}' take {wanted} bytes; found {pictures?.LongLength ?? 0}.", nameof(episode));
        }
    }

    private string HashOfAll()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(description.Canonical());
        foreach ((_, string content) in episodes)
            hash.AppendData(Encoding.UTF8.GetBytes(content));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
