using DiffOG.Datasets.Common;
using DiffOG.Datasets.Zarr.Format;
using DiffOG.Datasets.Zarr.Stores;

namespace DiffOG.Datasets.Zarr;

/// <summary>
/// Tells whether the data a run used are still the same without reading all of them: the metadata and the size of every
/// chunk file of the arrays in use, the episodes' ends, and the whole content of each array's first, middle and last chunk.
/// Where the store lies and when it was copied do not matter.
/// </summary>
internal static class Fingerprints
{
    private const long LargestSample = 1 << 26;

    internal static string Of(IStore store, int[] ends, IEnumerable<ZarrArray> arrays, IEnumerable<string> selection)
    {
        using var hash = new ContentHash();
        foreach (string line in selection)
            hash.Add(line);
        foreach (int end in ends)
            hash.Add(end);
        foreach (ZarrArray array in arrays.DistinctBy(a => a.Name).OrderBy(a => a.Name, StringComparer.Ordinal))
            Add(hash, store, array);
        return hash.Finish();
    }

    private static void Add(ContentHash hash, IStore store, ZarrArray array)
    {
        string[] chunks = [.. array.ChunkNames()];
        Content(hash, store, $"{array.Name}/.zarray");
        foreach (string chunk in chunks)
            hash.Add(store.Length(chunk) ?? -1);
        foreach (int i in new[] { 0, chunks.Length / 2, chunks.Length - 1 }.Distinct().Where(i => i >= 0 && i < chunks.Length))
            Content(hash, store, chunks[i]);
    }

    private static void Content(ContentHash hash, IStore store, string name)
    {
        hash.Add(name);
        try
        {
            hash.Add(store.Read(name, LargestSample));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw ZarrErrors.Chunk($"{store.Root}/{name}", e.Message.TrimEnd('.'), e);
        }
    }
}
