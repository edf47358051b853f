using System.IO.Compression;
using K4os.Compression.LZ4;

namespace DiffOG.Datasets.Zarr.Codecs;

/// <summary>Single compressed blocks, decoded into exactly as many bytes as are expected.</summary>
internal static class Blocks
{
    /// <summary>Decodes a block.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or does not give exactly as many bytes as fit.</exception>
    internal static void Decode(ChunkCodecKind kind, ReadOnlySpan<byte> stored, Span<byte> target)
    {
        switch (kind)
        {
            case ChunkCodecKind.None:
                Copy(stored, target);
                break;
            case ChunkCodecKind.Zlib:
                Inflate(new ZLibStream(Streamed(stored), CompressionMode.Decompress), target);
                break;
            case ChunkCodecKind.Gzip:
                Inflate(new GZipStream(Streamed(stored), CompressionMode.Decompress), target);
                break;
            case ChunkCodecKind.Zstd:
                Zstd(stored, target);
                break;
            case ChunkCodecKind.Lz4:
                Expect(LZ4Codec.Decode(stored, target), target.Length);
                break;
            default:
                throw new InvalidDataException($"{kind} is not a block codec");
        }
    }

    private static void Copy(ReadOnlySpan<byte> stored, Span<byte> target)
    {
        Expect(stored.Length, target.Length);
        stored.CopyTo(target);
    }

    private static MemoryStream Streamed(ReadOnlySpan<byte> stored) => new(stored.ToArray(), writable: false);

    private static void Inflate(Stream stream, Span<byte> target)
    {
        using (stream)
        {
            int read = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
            Expect(read + (stream.ReadByte() < 0 ? 0 : 1), target.Length);
        }
    }

    private static void Zstd(ReadOnlySpan<byte> stored, Span<byte> target)
    {
        using var decompressor = new ZstdSharp.Decompressor();
        Expect(decompressor.Unwrap(stored, target), target.Length);
    }

    private static void Expect(int found, int wanted)
    {
        if (found != wanted)
            throw new InvalidDataException(found > wanted ? $"it holds more than the {wanted} bytes expected" : found < 0 ? "the compressed data are damaged" : $"it holds {found} bytes where {wanted} are expected");
    }
}
