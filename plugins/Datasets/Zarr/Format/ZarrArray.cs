using System.Globalization;
using DiffOG.Datasets.Common;
using DiffOG.Datasets.Zarr.Stores;
using Microsoft.Extensions.Logging;

namespace DiffOG.Datasets.Zarr.Format;

/// <summary>One array of a store, read by steps. Safe from several threads.</summary>
internal sealed partial class ZarrArray
{
    private const long LargestMetadata = 1 << 20;

    // A compressor may grow what it cannot shrink, but never by more than this.
    private const long LargestOverhead = 1 << 16;

    private readonly IStore store;
    private readonly ContentCache<string, byte[]?> cache;
    private readonly ILogger log;

    private ZarrArray(IStore store, ContentCache<string, byte[]?> cache, ILogger log, string name, ArrayMetadata metadata) =>
        (this.store, this.cache, this.log, Name, Metadata) = (store, cache, log, name, metadata);

    /// <summary>Its name in the store, for example <c>data/action</c>.</summary>
    internal string Name { get; }

    /// <summary>What its metadata say.</summary>
    internal ArrayMetadata Metadata { get; }

    /// <summary>The number of steps.</summary>
    internal int Steps => Metadata.Shape[0];

    /// <summary>The number of values of one step.</summary>
    internal int RowSize => Metadata.RowSize;

    /// <summary>Opens an array; null where there is none.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1421 or DOG1424: it cannot be read.</exception>
    internal static ZarrArray? Open(IStore store, string name, ContentCache<string, byte[]?> cache, ILogger log)
    {
        string file = $"{store.Root}/{name}/.zarray";
        try
        {
            byte[]? json = store.Read($"{name}/.zarray", LargestMetadata);
            return json is null ? null : new ZarrArray(store, cache, log, name, ArrayMetadata.Parse(file, json));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw ZarrErrors.Metadata(file, e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>The names of all chunks' files, in the order of the grid.</summary>
    internal IEnumerable<string> ChunkNames()
    {
        int[] grid = [.. Metadata.Shape.Zip(Metadata.Chunks, (s, c) => (int)(((long)s + c - 1) / c))];
        var index = new int[grid.Length];
        long count = grid.Aggregate(1L, (product, g) => product * g);
        for (long i = 0; i < count; i++)
        {
            yield return NameOf(index);
            Advance(index, grid, 0);
        }
    }

    /// <summary>Reads consecutive steps.</summary>
    /// <param name="start">The first step.</param>
    /// <param name="count">How many.</param>
    /// <returns>[count, RowSize] row by row.</returns>
    internal double[] Read(int start, int count)
    {
        var values = new double[(long)count * RowSize];
        Read(start, count, values, Numbers);
        return values;
    }

    /// <summary>Reads consecutive steps of bytes, or of numbers that are rounded and limited to bytes.</summary>
    /// <param name="start">The first step.</param>
    /// <param name="count">How many.</param>
    /// <param name="values">[count, RowSize] row by row.</param>
    internal void ReadBytes(int start, int count, Span<byte> values) => Read(start, count, values, Bytes);

    /// <summary>Converts elements of a chunk, from one on; the fill value where there is no chunk.</summary>
    private delegate void Converter<T>(byte[]? chunk, long first, Span<T> target);

    private void Read<T>(int start, int count, Span<T> values, Converter<T> convert)
    {
        int chunkSteps = Metadata.Chunks[0];
        for (int chunk = start / chunkSteps; (long)chunk * chunkSteps < (long)start + count; chunk++)
            ReadTimeChunk(chunk, start, count, values, convert);
    }

    private void ReadTimeChunk<T>(int chunk, int start, int count, Span<T> values, Converter<T> convert)
    {
        int[] grid = [.. Metadata.Shape.Zip(Metadata.Chunks, (s, c) => (int)(((long)s + c - 1) / c))];
        var index = new int[grid.Length];
        index[0] = chunk;
        long first = (long)chunk * Metadata.Chunks[0];
        int from = (int)Math.Max(start, first);
        int to = (int)Math.Min((long)start + count, first + Metadata.Chunks[0]);
        do
        {
            byte[]? bytes = cache.Get(NameOf(index), Load);
            for (int step = from; step < to; step++)
                CopyAxis(bytes, index, 1, step - first, (long)(step - start), values, convert);
        }
        while (Advance(index, grid, 1));
    }

    /// <summary>Copies what of a chunk lies inside the array, axis by axis; axes that no chunk cuts are copied in one piece with the axis before them.</summary>
    private void CopyAxis<T>(byte[]? chunk, int[] index, int axis, long inChunk, long inRow, Span<T> values, Converter<T> convert)
    {
        if (axis == index.Length)
        {
            convert(chunk, inChunk, values.Slice((int)inRow, 1));
            return;
        }
        long first = (long)index[axis] * Metadata.Chunks[axis];
        int inside = (int)Math.Min(Metadata.Chunks[axis], Metadata.Shape[axis] - first);
        long chunkBase = inChunk * Metadata.Chunks[axis];
        long rowBase = (inRow * Metadata.Shape[axis]) + first;
        if (axis >= Metadata.LastCutAxis)
        {
            int below = Metadata.SizeBelow(axis);
            convert(chunk, chunkBase * below, values.Slice((int)(rowBase * below), inside * below));
            return;
        }
        for (int i = 0; i < inside; i++)
            CopyAxis(chunk, index, axis + 1, chunkBase + i, rowBase + i, values, convert);
    }

    private void Numbers(byte[]? chunk, long first, Span<double> target)
    {
        if (chunk is null)
            target.Fill(Metadata.FillValue);
        else
            Metadata.Type.Convert(Elements(chunk, first, target.Length), target);
    }

    private void Bytes(byte[]? chunk, long first, Span<byte> target)
    {
        if (chunk is null)
            target.Fill(DataType.ToByte(Metadata.FillValue));
        else
            Metadata.Type.Convert(Elements(chunk, first, target.Length), target);
    }

    private ReadOnlySpan<byte> Elements(byte[] chunk, long first, int count) => chunk.AsSpan((int)(first * Metadata.Type.Size), count * Metadata.Type.Size);

    private byte[]? Load(string name)
    {
        string file = $"{store.Root}/{name}";
        try
        {
            byte[]? stored = store.Read(name, (2L * Metadata.ChunkBytes) + LargestOverhead);
            if (stored is null)
                LogMissing(file, Metadata.FillValue);
            return stored is null ? null : Metadata.Codec.Decode(file, stored, Metadata.ChunkBytes);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw ZarrErrors.Chunk(file, e.Message.TrimEnd('.'), e);
        }
    }

    private string NameOf(int[] index) => $"{Name}/{string.Join(Metadata.Separator, index.Select(i => i.ToString(CultureInfo.InvariantCulture)))}";

    private static bool Advance(int[] index, int[] grid, int firstAxis)
    {
        for (int axis = index.Length - 1; axis >= firstAxis; axis--)
        {
            if (++index[axis] < grid[axis])
                return true;
            index[axis] = 0;
        }
        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} does not exist: zarr means that all its values are {FillValue}. If that is a surprise, the copy of the store is incomplete.")]
    private partial void LogMissing(string file, double fillValue);
}
