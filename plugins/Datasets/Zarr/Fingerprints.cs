using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string line in selection)
            Text(hash, line);
        foreach (int end in ends)
            Number(hash, end);
        foreach (ZarrArray array in arrays.DistinctBy(a => a.Name).OrderBy(a => a.Name, StringComparer.Ordinal))
            Add(hash, store, array);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, IStore store, ZarrArray array)
    {
        string[] chunks = [.. array.ChunkNames()];
        Content(hash, store, $"{array.Name}/.zarray");
        foreach (string chunk in chunks)
            Number(hash, store.Length(chunk) ?? -1);
        foreach (int i in new[] { 0, chunks.Length / 2, chunks.Length - 1 }.Distinct().Where(i => i >= 0 && i < chunks.Length))
            Content(hash, store, chunks[i]);
    }

    private static void Content(IncrementalHash hash, IStore store, string name)
    {
        Text(hash, name);
        try
        {
            byte[]? bytes = store.Read(name, LargestSample);
            Number(hash, bytes?.Length ?? -1);
            hash.AppendData(bytes ?? []);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw ZarrErrors.Chunk($"{store.Root}/{name}", e.Message.TrimEnd('.'), e);
        }
    }

    private static void Text(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Number(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Number(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
