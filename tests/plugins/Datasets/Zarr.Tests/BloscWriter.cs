using System.Buffers.Binary;
using System.IO.Compression;
using K4os.Compression.LZ4;

namespace DiffOG.Datasets.Zarr.Tests;

/// <summary>Builds Blosc 1 containers from their description, independently of the reader.</summary>
internal sealed record BloscWriter(string Codec, int TypeSize, int BlockSize, int Shuffle = 0, bool Split = false, bool BlocksBackwards = false)
{
    internal byte[] Write(byte[] data)
    {
        int code = Codec switch { "lz4" => 1, "zlib" => 3, "zstd" => 4, "blosclz" => 0, "snappy" => 2, _ => 7 };
        int flags = (code << 5) | (Split ? 0 : 16) | (Shuffle == 1 ? 1 : 0) | (Shuffle == 2 ? 4 : 0);
        int count = (data.Length + BlockSize - 1) / BlockSize;
        var body = new List<byte>();
        int[] offsets = new int[count];
        foreach (int b in BlocksBackwards ? Enumerable.Range(0, count).Reverse() : Enumerable.Range(0, count))
        {
            offsets[b] = 16 + (4 * count) + body.Count;
            body.AddRange(Block(data.AsSpan(b * BlockSize, Math.Min(BlockSize, data.Length - (b * BlockSize))).ToArray()));
        }
        var header = new byte[16 + (4 * count)];
        (header[0], header[1], header[2], header[3]) = (2, 1, (byte)flags, (byte)TypeSize);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), BlockSize);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), header.Length + body.Count);
        for (int b = 0; b < count; b++)
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16 + (4 * b)), offsets[b]);
        return [.. header, .. body];
    }

    internal static byte[] Copied(byte[] data)
    {
        var header = new byte[16];
        (header[0], header[1], header[2], header[3]) = (2, 1, (4 << 5) | 2, 4);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), 16 + data.Length);
        return [.. header, .. data];
    }

    private IEnumerable<byte> Block(byte[] block)
    {
        byte[] shuffled = Shuffle switch { 1 => Bytewise(block), 2 => Bitwise(block), _ => block };
        int streams = Split && block.Length == BlockSize && BlockSize / TypeSize >= 128 && TypeSize <= 16 ? TypeSize : 1;
        foreach (byte[] part in shuffled.Chunk(shuffled.Length / streams))
        {
            byte[] packed = Compress(part);
            byte[] kept = packed.Length < part.Length ? packed : part;
            foreach (byte b in BitConverter.GetBytes(kept.Length).Concat(kept))
                yield return b;
        }
    }

    private byte[] Compress(byte[] part)
    {
        switch (Codec)
        {
            case "lz4":
                return Lz4(part);
            case "zlib":
                using (var target = new MemoryStream())
                {
                    using (var zlib = new ZLibStream(target, CompressionLevel.SmallestSize))
                        zlib.Write(part);
                    return target.ToArray();
                }
            default:
                using (var zstd = new ZstdSharp.Compressor(5))
                    return zstd.Wrap(part).ToArray();
        }
    }

    internal static byte[] Lz4(byte[] part)
    {
        var target = new byte[LZ4Codec.MaximumOutputSize(part.Length)];
        return target[..LZ4Codec.Encode(part, target)];
    }

    private byte[] Bytewise(byte[] block)
    {
        int n = block.Length / TypeSize;
        byte[] result = [.. block];
        for (int i = 0; i < n * TypeSize; i++)
            result[(i % TypeSize * n) + (i / TypeSize)] = block[i];
        return result;
    }

    private byte[] Bitwise(byte[] block)
    {
        int n = block.Length / TypeSize;
        if (n % 8 != 0)
            return block;
        byte[] result = [.. new byte[n * TypeSize], .. block[(n * TypeSize)..]];
        for (int element = 0; element < n; element++)
        {
            for (int bit = 0; bit < 8 * TypeSize; bit++)
            {
                int value = (block[(element * TypeSize) + (bit / 8)] >> (bit % 8)) & 1;
                result[(bit * n / 8) + (element / 8)] |= (byte)(value << (element % 8));
            }
        }
        return result;
    }
}
