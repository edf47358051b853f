namespace DiffOG.Datasets.Zarr.Codecs;

/// <summary>The two rearrangements that Blosc applies to a block before compressing it, undone.</summary>
internal static class Shuffles
{
    /// <summary>First all first bytes of the elements, then all second bytes, and so on; bytes after the last whole element stay.</summary>
    internal static void UndoBytes(ReadOnlySpan<byte> source, Span<byte> target, int typeSize)
    {
        int elements = source.Length / typeSize;
        for (int b = 0; b < typeSize; b++)
        {
            ReadOnlySpan<byte> row = source.Slice(b * elements, elements);
            for (int e = 0; e < elements; e++)
                target[(e * typeSize) + b] = row[e];
        }
        source[(elements * typeSize)..].CopyTo(target[(elements * typeSize)..]);
    }

    /// <summary>
    /// 8·typeSize rows of one bit of every element: row r is bit r mod 8 (lowest first) of byte r div 8, eight elements a
    /// byte, lowest bit first. A block whose number of elements is not a multiple of eight was left as it is, although the
    /// header's flag is set.
    /// </summary>
    internal static void UndoBits(ReadOnlySpan<byte> source, Span<byte> target, int typeSize)
    {
        int elements = source.Length / typeSize;
        if (elements % 8 != 0)
        {
            source.CopyTo(target);
            return;
        }
        target[..(elements * typeSize)].Clear();
        for (int r = 0; r < 8 * typeSize; r++)
        {
            ReadOnlySpan<byte> row = source.Slice(r * (elements / 8), elements / 8);
            for (int e = 0; e < elements; e++)
                target[(e * typeSize) + (r / 8)] |= (byte)(((row[e / 8] >> (e % 8)) & 1) << (r % 8));
        }
        source[(elements * typeSize)..].CopyTo(target[(elements * typeSize)..]);
    }
}
