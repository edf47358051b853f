using System.Buffers.Binary;
using System.IO.Compression;

namespace DiffOG.Datasets.LeRobot.Pictures;

/// <summary>Writes PNG pictures of eight bits a colour. W3C, Portable Network Graphics (third edition), sections 5, 9 and 11.2.</summary>
internal static class PngEncoder
{
    private const byte DifferenceToLeft = 1;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n =>
    {
        uint c = (uint)n;
        for (int bit = 0; bit < 8; bit++)
            c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
        return c;
    })];

    /// <summary>Encodes a picture without loss.</summary>
    /// <param name="rgb">[height, width, 3].</param>
    /// <param name="height">[pixels].</param>
    /// <param name="width">[pixels].</param>
    internal static byte[] Encode(ReadOnlySpan<byte> rgb, int height, int width)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, Packed(rgb, width * 3));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Packed(ReadOnlySpan<byte> rgb, int rowBytes)
    {
        using var packed = new MemoryStream();
        using (var pack = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] row = new byte[rowBytes + 1];
            row[0] = DifferenceToLeft;
            for (; rgb.Length > 0; rgb = rgb[rowBytes..])
            {
                for (int i = 0; i < rowBytes; i++)
                    row[i + 1] = (byte)(rgb[i] - (i < 3 ? 0 : rgb[i - 3]));
                pack.Write(row);
            }
        }
        return packed.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Checksum(Checksum(uint.MaxValue, type), content));
        file.Write(number);
    }

    private static uint Checksum(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
            sum = Table[(sum ^ b) & 255] ^ (sum >> 8);
        return sum;
    }
}
