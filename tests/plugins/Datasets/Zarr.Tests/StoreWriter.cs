using System.IO.Compression;
using System.Text.Json;

namespace DiffOG.Datasets.Zarr.Tests;

/// <summary>Writes small zarr stores, chunk by chunk, so that every byte is the test's own.</summary>
internal sealed class StoreWriter : IDisposable
{
    internal StoreWriter() => Directory.CreateDirectory(Root);

    internal string Root { get; } = Path.Combine(Path.GetTempPath(), "diffog-zarr-" + Guid.NewGuid().ToString("N"), "demo.zarr");

    internal string PathOf(string name) => Path.Combine(Root, name);

    internal StoreWriter Metadata(string array, string dtype, int[] shape, int[] chunks, object? compressor = null, object? fill = null, params (string Name, object? Value)[] more)
    {
        Directory.CreateDirectory(PathOf(array));
        var json = new Dictionary<string, object?>
        {
            ["zarr_format"] = 2,
            ["dtype"] = dtype,
            ["shape"] = shape,
            ["chunks"] = chunks,
            ["compressor"] = compressor,
            ["fill_value"] = fill ?? 0,
            ["filters"] = null,
            ["order"] = "C",
        };
        foreach ((string name, object? value) in more)
            json[name] = value;
        File.WriteAllText(PathOf($"{array}/.zarray"), JsonSerializer.Serialize(json));
        return this;
    }

    internal StoreWriter Chunk(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), bytes);
        return this;
    }

    internal StoreWriter EpisodeEnds(params long[] ends) =>
        Metadata("meta/episode_ends", "<i8", [ends.Length], [ends.Length]).Chunk("meta/episode_ends/0", Bytes(ends));

    /// <summary>Five steps in two episodes: action [5, 2] and state [5, 3] whose values are 10·step + column.</summary>
    internal static StoreWriter Small()
    {
        StoreWriter store = new StoreWriter().EpisodeEnds(3, 5);
        return store.Ramp("data/action", 5, 2).Ramp("data/state", 5, 3);
    }

    internal StoreWriter Ramp(string array, int steps, int columns) =>
        Metadata(array, "<f4", [steps, columns], [steps, columns])
            .Chunk($"{array}/0.0", Bytes(Enumerable.Range(0, steps).SelectMany(s => Enumerable.Range(0, columns).Select(c => (10f * s) + c)).ToArray()));

    internal string Zipped(string folder)
    {
        string path = Path.Combine(Path.GetDirectoryName(Root)!, "demo.zip");
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (string file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories))
            zip.CreateEntryFromFile(file, folder + Path.GetRelativePath(Root, file));
        return path;
    }

    internal static byte[] Bytes<T>(T[] values)
        where T : struct
    {
        var bytes = new byte[Buffer.ByteLength(values)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Root)!, recursive: true);
}
