using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;

namespace DiffOG.Datasets.Zarr.Codecs;

/// <summary>The compressors of numcodecs that can be read.</summary>
internal enum ChunkCodecKind
{
    None,
    Zlib,
    Gzip,
    Zstd,
    Lz4,
    Blosc,
}

/// <summary>Turns a chunk's file into its elements. Files are not trusted: every size is checked before it is used.</summary>
internal sealed record ChunkCodec(ChunkCodecKind Kind)
{
    /// <summary>What the <c>compressor</c> of an array's metadata names.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1424: it cannot be read.</exception>
    internal static ChunkCodec Parse(string file, JsonElement compressor)
    {
        if (compressor.ValueKind == JsonValueKind.Null)
            return new ChunkCodec(ChunkCodecKind.None);
        string id = compressor.ValueKind == JsonValueKind.Object && compressor.TryGetProperty("id", out JsonElement name) ? name.GetString() ?? "" : compressor.GetRawText();
        return id switch
        {
            "zlib" => new ChunkCodec(ChunkCodecKind.Zlib),
            "gzip" => new ChunkCodec(ChunkCodecKind.Gzip),
            "zstd" => new ChunkCodec(ChunkCodecKind.Zstd),
            "lz4" => new ChunkCodec(ChunkCodecKind.Lz4),
            "blosc" => new ChunkCodec(ChunkCodecKind.Blosc),
            _ => throw ZarrErrors.Codec(file, $"'{id}'"),
        };
    }

    /// <summary>Decodes a chunk.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="stored">The file's bytes.</param>
    /// <param name="size">The bytes that must come out.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1423 or DOG1424.</exception>
    internal byte[] Decode(string file, byte[] stored, int size)
    {
        try
        {
            var target = new byte[size];
            switch (Kind)
            {
                case ChunkCodecKind.Blosc:
                    BloscContainer.Decode(file, stored, target);
                    break;
                case ChunkCodecKind.Lz4:
                    DecodeSizedLz4(stored, target);
                    break;
                default:
                    Blocks.Decode(Kind, stored, target);
                    break;
            }
            return target;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ZstdSharp.ZstdException)
        {
            throw ZarrErrors.Chunk(file, e.Message.TrimEnd('.'), e);
        }
    }

    // numcodecs writes the decoded size in front of an lz4 block.
    private static void DecodeSizedLz4(ReadOnlySpan<byte> stored, Span<byte> target)
    {
        if (stored.Length < 4)
            throw new InvalidDataException($"it has {stored.Length} bytes, too few for a size");
        int size = BinaryPrimitives.ReadInt32LittleEndian(stored);
        if (size != target.Length)
            throw new InvalidDataException($"it promises {size} bytes where {target.Length} are expected");
        Blocks.Decode(ChunkCodecKind.Lz4, stored[4..], target);
    }
}
