using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DiffOG.Diagnostics;
using DiffOG.Learning.Safetensors;
using DiffOG.Specs;

namespace DiffOG.Datasets.Episodes;

/// <summary>
/// One episode: <c>actions</c> [k, D] and <c>observations.NAME</c> [k, size], float64, <c>pictures.CAMERA</c> [k, H, W, 3]
/// bytes, attributes as metadata, and hashes of the numbers and of each camera's pictures. Files that other programs
/// write may leave the hashes out.
/// </summary>
internal sealed class EpisodeFile(string folder, DatasetDescription description)
{
    internal const string ReservedPrefix = "diffog.";
    private const string HashKey = ReservedPrefix + "sha256";
    private const string ActionName = "actions";
    private const string ObservationPrefix = "observations.";
    private const string PicturePrefix = "pictures.";
    private const string Prefix = "episode-";
    private const string Suffix = ".safetensors";

    /// <summary>The path of an episode.</summary>
    internal string PathOf(int episode) => Path.Combine(folder, NameOf(episode));

    /// <summary>The number in an episode's file name; null when the name is not an episode's.</summary>
    internal static int? NumberOf(string fileName) =>
        fileName.StartsWith(Prefix, StringComparison.Ordinal) && fileName.EndsWith(Suffix, StringComparison.Ordinal)
        && int.TryParse(fileName.AsSpan(Prefix.Length, fileName.Length - Prefix.Length - Suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && NameOf(number) == fileName ? number : null;

    /// <summary>Checks an episode's header and gives its length and the hashes of what it holds, one after the other.</summary>
    /// <exception cref="DiffOGException">DOG1453.</exception>
    internal (int Length, string Hash) Inspect(int episode)
    {
        using SafetensorsFile file = Open(episode);
        int length = LengthOf(file);
        string numbers = file.Metadata.GetValueOrDefault(HashKey) ?? Sound(file, f => HashOf(ReadFrom(f, 0, length)));
        return (length, string.Concat(Cameras.Select(c => file.Metadata.GetValueOrDefault(HashKeyOf(c)) ?? Sound(file, f => HashOf(f, c, length))).Prepend(numbers)));
    }

    /// <summary>The strings it was written with.</summary>
    internal Dictionary<string, string> AttributesOf(int episode)
    {
        using SafetensorsFile file = Open(episode);
        return file.Metadata.Where(m => !m.Key.StartsWith(ReservedPrefix, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Reads steps. A whole episode is compared with its hash as well.</summary>
    /// <exception cref="DiffOGException">DOG1453.</exception>
    internal EpisodeWindow Read(int episode, int start, int count, int length)
    {
        using SafetensorsFile file = Open(episode);
        RequireLength(file, length);
        EpisodeWindow window = Sound(file, f => ReadFrom(f, start, count));
        if (count == length && file.Metadata.TryGetValue(HashKey, out string? hash) && hash != HashOf(window))
            throw EpisodesErrors.BadEpisode(file.Path, "its numbers are not those that were written (the hash differs)");
        return window;
    }

    /// <summary>Reads the pictures of one camera at as many steps as the target has room for. Those of a whole episode are compared with their hash as well.</summary>
    /// <exception cref="DiffOGException">DOG1453.</exception>
    internal void ReadPictures(int episode, int start, CameraSpec camera, int length, Span<byte> pictures)
    {
        using SafetensorsFile file = Open(episode);
        RequireLength(file, length);
        ReadRows(file, camera, start, pictures);
        if (pictures.Length == (long)length * camera.Bytes && file.Metadata.TryGetValue(HashKeyOf(camera), out string? hash) && hash != HashOf(pictures))
            throw EpisodesErrors.BadEpisode(file.Path, $"its pictures of '{camera.Name}' are not those that were written (the hash differs)");
    }

    /// <summary>Writes an episode: completely or not at all.</summary>
    /// <returns>The hashes of what it holds, one after the other.</returns>
    /// <exception cref="DiffOGException">DOG1304, DOG1502: it cannot be written.</exception>
    internal string Write(int episode, EpisodeWindow window, IReadOnlyDictionary<string, string> attributes)
    {
        int length = window.Actions.Length / description.Action.Dimensions.Count;
        var arrays = Columns().ToDictionary(
            c => ObservationPrefix + c.Name, c => SafetensorsArray.Of(ColumnOf(window.Observations, c, length), length, c.Size), StringComparer.Ordinal);
        arrays.Add(ActionName, SafetensorsArray.Of(window.Actions, length, description.Action.Dimensions.Count));
        var metadata = new Dictionary<string, string>(attributes) { [HashKey] = HashOf(window) };
        string hashes = metadata[HashKey];
        foreach (CameraSpec camera in Cameras)
        {
            byte[] pictures = window.Pictures[camera.Name];
            arrays.Add(PicturePrefix + camera.Name, SafetensorsArray.Of(pictures, length, camera.Height, camera.Width, 3));
            hashes += metadata[HashKeyOf(camera)] = HashOf(pictures);
        }
        SafetensorsWriter.Write(PathOf(episode), arrays, metadata);
        return hashes;
    }

    private IReadOnlyList<CameraSpec> Cameras => description.Cameras ?? [];

    private int ObservationSize => description.Observations.Sum(o => o.Size);

    private static string NameOf(int episode) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{episode:D6}{Suffix}");

    private static string HashOf(EpisodeWindow window)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(window.Observations.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(window.Actions.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string HashOf(ReadOnlySpan<byte> pictures) => Convert.ToHexStringLower(SHA256.HashData(pictures));

    /// <summary>The hash of a camera's pictures, without all of them in memory.</summary>
    private static string HashOf(SafetensorsFile file, CameraSpec camera, int length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] picture = new byte[camera.Bytes];
        for (int t = 0; t < length; t++)
        {
            file.ReadRows<byte>(PicturePrefix + camera.Name, t, picture);
            hash.AppendData(picture);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string HashKeyOf(CameraSpec camera) => $"{HashKey}.{camera.Name}";

    private SafetensorsFile Open(int episode)
    {
        string path = PathOf(episode);
        try
        {
            return SafetensorsFile.Open(path);
        }
        catch (DiffOGException cause)
        {
            throw EpisodesErrors.BadEpisode(path, File.Exists(path) ? cause.Detail.TrimEnd('.') : "it is gone", cause);
        }
    }

    private static T Sound<T>(SafetensorsFile file, Func<SafetensorsFile, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception cause) when (cause is DiffOGException or IOException)
        {
            throw EpisodesErrors.BadEpisode(file.Path, cause.Message.TrimEnd('.'), cause);
        }
    }

    private static void ReadRows(SafetensorsFile file, CameraSpec camera, int start, Span<byte> pictures)
    {
        try
        {
            file.ReadRows(PicturePrefix + camera.Name, start, pictures);
        }
        catch (Exception cause) when (cause is DiffOGException or IOException)
        {
            throw EpisodesErrors.BadEpisode(file.Path, cause.Message.TrimEnd('.'), cause);
        }
    }

    private void RequireLength(SafetensorsFile file, int length)
    {
        int found = LengthOf(file);
        if (found != length)
            throw EpisodesErrors.BadEpisode(file.Path, $"it had {length} steps when the dataset was opened, and has {found} now");
    }

    private int LengthOf(SafetensorsFile file)
    {
        long length = file.Entries.TryGetValue(ActionName, out SafetensorsEntry? actions) && actions.Shape.Count == 2 ? actions.Shape[0] : 0;
        foreach ((string name, string wanted) in Forms(Math.Max(length, 1)))
        {
            string found = file.Entries.TryGetValue(name, out SafetensorsEntry? entry) ? entry.Form : "not there";
            if (found != wanted || length > int.MaxValue)
                throw EpisodesErrors.BadEpisode(file.Path, $"'{name}' is {found}, {DatasetDescription.FileName} asks for {wanted}");
        }
        return (int)length;
    }

    /// <summary>What the description asks for.</summary>
    private IEnumerable<(string Name, string Form)> Forms(long length) =>
    [
        .. Columns().Select(c => (ObservationPrefix + c.Name, $"F64 [{length}, {c.Size}]")),
        (ActionName, $"F64 [{length}, {description.Action.Dimensions.Count}]"),
        .. Cameras.Select(c => (PicturePrefix + c.Name, $"U8 [{length}, {c.Height}, {c.Width}, 3]")),
    ];

    private EpisodeWindow ReadFrom(SafetensorsFile file, int start, int count)
    {
        double[] observations = new double[count * ObservationSize];
        foreach (Column column in Columns())
            Scatter(file.ReadRows<double>(ObservationPrefix + column.Name, start, count), observations, column, count);
        return new EpisodeWindow(observations, file.ReadRows<double>(ActionName, start, count));
    }

    private double[] ColumnOf(double[] rows, Column column, int length)
    {
        double[] values = new double[length * column.Size];
        for (int t = 0; t < length; t++)
            rows.AsSpan((t * ObservationSize) + column.Offset, column.Size).CopyTo(values.AsSpan(t * column.Size));
        return values;
    }

    private void Scatter(double[] values, double[] rows, Column column, int length)
    {
        for (int t = 0; t < length; t++)
            values.AsSpan(t * column.Size, column.Size).CopyTo(rows.AsSpan((t * ObservationSize) + column.Offset));
    }

    private IEnumerable<Column> Columns()
    {
        int offset = 0;
        foreach (ObservationEntry entry in description.Observations)
        {
            yield return new Column(entry.Name, offset, entry.Size);
            offset += entry.Size;
        }
    }

    private readonly record struct Column(string Name, int Offset, int Size);
}
