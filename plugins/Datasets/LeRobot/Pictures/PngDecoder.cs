using System.Buffers.Binary;
using System.IO.Compression;

namespace DiffOG.Datasets.LeRobot.Pictures;

/// <summary>
/// Decodes PNG pictures of a known size to colours: all colour types and bit depths, not interlaced. W3C, Portable Network
/// Graphics (third edition), sections 5, 9 and 11.2.
/// </summary>
internal static class PngDecoder
{
    /// <summary>Length, type and checksum around the content of a chunk.</summary>
    private const int ChunkFrame = 12;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly record struct Header(int Width, int Height, int Depth, int Colours)
    {
        /// <summary>Numbers a pixel: grey 1, colours 3, palette 1, grey and opacity 2, colours and opacity 4.</summary>
        internal int Channels => Colours switch { 0 or 3 => 1, 2 => 3, 4 => 2, _ => 4 };

        internal int RowBytes => ((Width * Channels * Depth) + 7) / 8;

        /// <summary>Filters look back by a whole pixel, at least by a byte.</summary>
        internal int PixelBytes => Math.Max(1, Channels * Depth / 8);
    }

    /// <summary>Whether bytes are a PNG picture's.</summary>
    internal static bool Begins(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <summary>Decodes a picture.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="height">It must have [pixels].</param>
    /// <param name="width">It must have [pixels].</param>
    /// <param name="rgb">[height, width, 3] receives it; opacity is dropped.</param>
    /// <exception cref="InvalidDataException">It has another size, is damaged, or interlaced.</exception>
    internal static void Decode(ReadOnlySpan<byte> file, int height, int width, Span<byte> rgb)
    {
        if (!Begins(file))
            throw new InvalidDataException("it does not begin as a PNG picture does");
        Header? header = null;
        ReadOnlySpan<byte> palette = [];
        using var packed = new MemoryStream();
        for (int at = Signature.Length, length; ; at += length + ChunkFrame)
        {
            length = LengthOfChunk(file[at..]);
            ReadOnlySpan<byte> type = file.Slice(at + 4, 4), content = file.Slice(at + 8, length);
            if (type.SequenceEqual("IHDR"u8))
                header = Head(content, height, width);
            else if (type.SequenceEqual("PLTE"u8))
                palette = content;
            else if (type.SequenceEqual("IDAT"u8))
                packed.Write(content);
            else if (type.SequenceEqual("IEND"u8))
                break;
        }
        packed.Position = 0;
        Rows(packed, header ?? throw new InvalidDataException("it has no header"), palette, rgb);
    }

    private static int LengthOfChunk(ReadOnlySpan<byte> rest)
    {
        uint length = rest.Length >= ChunkFrame ? BinaryPrimitives.ReadUInt32BigEndian(rest) : uint.MaxValue;
        return length <= rest.Length - ChunkFrame ? (int)length : throw new InvalidDataException("it was cut short");
    }

    private static Header Head(ReadOnlySpan<byte> content, int height, int width)
    {
        if (content.Length != 13)
            throw new InvalidDataException("its header is not one");
        (uint w, uint h) = (BinaryPrimitives.ReadUInt32BigEndian(content), BinaryPrimitives.ReadUInt32BigEndian(content[4..]));
        if (w != width || h != height)
            throw new InvalidDataException($"it has {w} × {h} pixels, and the dataset's pictures have {width} × {height}");
        (byte depth, byte colours) = (content[8], content[9]);
        bool known = colours switch { 0 => depth is 1 or 2 or 4 or 8 or 16, 3 => depth is 1 or 2 or 4 or 8, 2 or 4 or 6 => depth is 8 or 16, _ => false };
        if (!known || content[12] != 0)
            throw new InvalidDataException(known ? "it is interlaced" : $"it is of colour type {colours} with {depth} bits");
        return new Header(width, height, depth, colours);
    }

    private static void Rows(MemoryStream packed, Header header, ReadOnlySpan<byte> palette, Span<byte> rgb)
    {
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        byte[] row = new byte[header.RowBytes + 1], above = new byte[header.RowBytes];
        for (int y = 0; y < header.Height; y++)
        {
            if (unpacked.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) != row.Length)
                throw new InvalidDataException($"it ends in row {y}");
            Unfilter(row[0], row.AsSpan(1), above, header.PixelBytes);
            row.AsSpan(1).CopyTo(above);
            Colours(above, header, palette, rgb.Slice(y * header.Width * 3, header.Width * 3));
        }
    }

    /// <summary>Rows hold differences to what lies left, above, or both. Section 9.</summary>
    private static void Unfilter(byte kind, Span<byte> row, ReadOnlySpan<byte> above, int back)
    {
        if (kind > 4)
            throw new InvalidDataException($"a row has the filter {kind}");
        for (int i = 0; i < row.Length && kind != 0; i++)
        {
            int left = i < back ? 0 : row[i - back], corner = i < back ? 0 : above[i - back];
            row[i] += (byte)(kind switch { 1 => left, 2 => above[i], 3 => (left + above[i]) / 2, _ => Paeth(left, above[i], corner) });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int estimate = left + up - corner;
        (int toLeft, int toUp, int toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private static void Colours(ReadOnlySpan<byte> row, Header header, ReadOnlySpan<byte> palette, Span<byte> rgb)
    {
        for (int x = 0; x < header.Width; x++)
        {
            int first = x * header.Channels;
            if (header.Colours == 3)
                Palette(palette, Sample(row, first, header.Depth), rgb.Slice(3 * x, 3));
            else
            {
                for (int c = 0; c < 3; c++)
                    rgb[(3 * x) + c] = Full(Sample(row, header.Channels >= 3 ? first + c : first, header.Depth), header.Depth);
            }
        }
    }

    private static void Palette(ReadOnlySpan<byte> palette, int index, Span<byte> rgb)
    {
        if ((index * 3) + 3 > palette.Length)
            throw new InvalidDataException($"it uses colour {index}, which its palette does not have");
        palette.Slice(index * 3, 3).CopyTo(rgb);
    }

    /// <summary>One number of a row; of 16 bits, the upper eight.</summary>
    private static int Sample(ReadOnlySpan<byte> row, int index, int depth) => depth switch
    {
        8 => row[index],
        16 => row[2 * index],
        _ => (row[index * depth / 8] >> (8 - depth - (index * depth % 8))) & ((1 << depth) - 1),
    };

    /// <summary>A number of few bits, spread over eight.</summary>
    private static byte Full(int sample, int depth) => (byte)(depth >= 8 ? sample : sample * 255 / ((1 << depth) - 1));
}
