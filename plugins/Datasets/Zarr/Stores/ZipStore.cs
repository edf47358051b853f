using System.IO.Compression;

namespace DiffOG.Datasets.Zarr.Stores;

/// <summary>A store inside a zip file: at its top, or in the folder that comes first with .zgroup and meta/episode_ends.</summary>
internal sealed class ZipStore : IStore
{
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);
    private readonly Lock reading = new();

    internal ZipStore(string path)
    {
        Root = path;
        archive = ZipFile.OpenRead(path);
        try
        {
            string prefix = Prefix(archive);
            foreach (ZipArchiveEntry entry in archive.Entries.Where(e => e.FullName.StartsWith(prefix, StringComparison.Ordinal)))
                entries[entry.FullName[prefix.Length..]] = entry;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public string Root { get; }

    public long? Length(string name) => entries.TryGetValue(name, out ZipArchiveEntry? entry) ? entry.Length : null;

    public byte[]? Read(string name, long limit)
    {
        if (!entries.TryGetValue(name, out ZipArchiveEntry? entry))
            return null;
        if (entry.Length > limit)
            throw new InvalidDataException($"it has {entry.Length} bytes, and at most {limit} are possible");
        // One archive is one stream: entries can only be read one after the other.
        lock (reading)
        {
            using Stream stream = entry.Open();
            var bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }

    public IReadOnlyList<string> Arrays(string folder) =>
        [.. entries.Keys.Where(n => n.StartsWith(folder + "/", StringComparison.Ordinal) && n.EndsWith("/.zarray", StringComparison.Ordinal) && n.Length > folder.Length + 9)
            .Select(n => n[(folder.Length + 1)..^"/.zarray".Length])];

    public void Dispose() => archive.Dispose();

    private static string Prefix(ZipArchive archive)
    {
        const string marker = "meta/episode_ends/.zarray";
        return archive.Entries.Select(e => e.FullName)
            .Where(n => n.EndsWith(marker, StringComparison.Ordinal) && (n.Length == marker.Length || n[^(marker.Length + 1)] == '/'))
            .Select(n => n[..^marker.Length]).OrderBy(p => p.Length).FirstOrDefault() ?? "";
    }
}
