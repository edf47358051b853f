using System.Buffers.Binary;

namespace DiffOG.Datasets.Zarr.Codecs;

/// <summary>
/// The container of Blosc 1 (c-blosc, README_HEADER.rst): 16 bytes of header, the offset of every block, then the blocks;
/// a block is one compressed stream, or one for each byte of an element, each after its length. Blocks stand in any order,
/// since several threads write them.
/// </summary>
internal static class BloscContainer
{
    private const int HeaderSize = 16;
    private const int MostSplits = 16;
    private const int FewestSplitElements = 128;

    private readonly record struct Header(int Flags, int TypeSize, int Size, int BlockSize, int StoredSize)
    {
        internal bool ByteShuffle => (Flags & 1) != 0;

        internal bool Copied => (Flags & 2) != 0;

        internal bool BitShuffle => (Flags & 4) != 0;

        internal bool Split(int length) =>
            (Flags & 16) == 0 && TypeSize <= MostSplits && BlockSize / TypeSize >= FewestSplitElements && length == BlockSize;
    }

    /// <summary>Decodes a container.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="stored">The container.</param>
    /// <param name="target">As many bytes as it must hold.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="Diagnostics.DiffOGException">DOG1424: its codec cannot be read.</exception>
    internal static void Decode(string file, ReadOnlySpan<byte> stored, Span<byte> target)
    {
        Header header = Read(stored, target.Length);
        stored = stored[..header.StoredSize];
        if (header.Copied)
        {
            Blocks.Decode(ChunkCodecKind.None, stored[HeaderSize..], target);
            return;
        }
        ChunkCodecKind codec = CodecOf(file, header.Flags >> 5);
        int blocks = (target.Length + header.BlockSize - 1) / header.BlockSize;
        if (HeaderSize + (4L * blocks) > stored.Length)
            throw new InvalidDataException($"it ends inside the table of its {blocks} blocks");
        var scratch = new byte[header.BlockSize];
        for (int b = 0; b < blocks; b++)
        {
            int offset = BinaryPrimitives.ReadInt32LittleEndian(stored[(HeaderSize + (4 * b))..]);
            Span<byte> block = target.Slice(b * header.BlockSize, Math.Min(header.BlockSize, target.Length - (b * header.BlockSize)));
            if (offset < HeaderSize + (4 * blocks) || offset > stored.Length)
                throw new InvalidDataException($"block {b} starts at byte {offset}, outside its {stored.Length} bytes");
            DecodeBlock(header, codec, stored[offset..], block, scratch.AsSpan(0, block.Length));
        }
    }

    private static Header Read(ReadOnlySpan<byte> stored, int size)
    {
        if (stored.Length < HeaderSize)
            throw new InvalidDataException($"it has {stored.Length} bytes, and a Blosc header alone has {HeaderSize}");
        if (stored[0] is < 1 or > 2)
            throw new InvalidDataException($"its Blosc format version is {stored[0]}, and only 1 and 2 are known");
        var header = new Header(
            stored[2], Math.Max((int)stored[3], 1), BinaryPrimitives.ReadInt32LittleEndian(stored[4..]), BinaryPrimitives.ReadInt32LittleEndian(stored[8..]), BinaryPrimitives.ReadInt32LittleEndian(stored[12..]));
        if (header.Size != size)
            throw new InvalidDataException($"it promises {header.Size} bytes where {size} are expected");
        if (header.StoredSize < HeaderSize || header.StoredSize > stored.Length)
            throw new InvalidDataException($"it should have {header.StoredSize} bytes and has {stored.Length}");
        if (size > 0 && (header.BlockSize <= 0 || header.BlockSize > size))
            throw new InvalidDataException($"its blocks of {header.BlockSize} bytes do not fit its {size} bytes");
        return header;
    }

    private static ChunkCodecKind CodecOf(string file, int code) => code switch
    {
        1 => ChunkCodecKind.Lz4,
        3 => ChunkCodecKind.Zlib,
        4 => ChunkCodecKind.Zstd,
        0 => throw ZarrErrors.Codec(file, "blosc's own blosclz"),
        2 => throw ZarrErrors.Codec(file, "blosc with snappy"),
        _ => throw ZarrErrors.Codec(file, $"blosc codec number {code}"),
    };

    private static void DecodeBlock(Header header, ChunkCodecKind codec, ReadOnlySpan<byte> stored, Span<byte> block, Span<byte> scratch)
    {
        int streams = header.Split(block.Length) ? header.TypeSize : 1;
        int length = block.Length / streams;
        bool shuffled = (header.ByteShuffle && header.TypeSize > 1) || header.BitShuffle;
        Span<byte> target = shuffled ? scratch : block;
        for (int s = 0; s < streams; s++)
            stored = DecodeStream(codec, stored, target.Slice(s * length, length));
        if (header.ByteShuffle && header.TypeSize > 1)
            Shuffles.UndoBytes(scratch, block, header.TypeSize);
        else if (header.BitShuffle)
            Shuffles.UndoBits(scratch, block, header.TypeSize);
    }

    private static ReadOnlySpan<byte> DecodeStream(ChunkCodecKind codec, ReadOnlySpan<byte> stored, Span<byte> target)
    {
        if (stored.Length < 4)
            throw new InvalidDataException("it ends before the length of a stream");
        int length = BinaryPrimitives.ReadInt32LittleEndian(stored);
        if (length < 0 || length > stored.Length - 4)
            throw new InvalidDataException($"a stream of {length} bytes does not fit the {stored.Length - 4} bytes left");
        Blocks.Decode(length == target.Length ? ChunkCodecKind.None : codec, stored.Slice(4, length), target);
        return stored[(4 + length)..];
    }
}
