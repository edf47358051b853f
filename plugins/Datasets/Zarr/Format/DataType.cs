using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DiffOG.Datasets.Zarr.Format;

/// <summary>The type of an array's elements, from numpy's notation: byte order, kind, size in bytes.</summary>
internal sealed record DataType(char Kind, int Size, bool BigEndian)
{
    /// <summary>Reads <c>&lt;f4</c> and its like; null where the type is none that can be read as numbers.</summary>
    internal static DataType? Parse(string text)
    {
        if (text.Length is < 3 or > 4 || text[0] is not ('<' or '>' or '|') || !int.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int size))
            return null;
        bool known = text[1] switch
        {
            'f' => size is 2 or 4 or 8,
            'i' or 'u' => size is 1 or 2 or 4 or 8,
            'b' => size == 1,
            _ => false,
        };
        return known ? new DataType(text[1], size, text[0] == '>') : null;
    }

    /// <summary>Converts elements to numbers.</summary>
    /// <param name="source">[k·Size] bytes.</param>
    /// <param name="target">[k].</param>
    internal void Convert(ReadOnlySpan<byte> source, Span<double> target)
    {
        Span<byte> element = stackalloc byte[8];
        element = element[..Size];
        for (int i = 0; i < target.Length; i++)
        {
            source.Slice(i * Size, Size).CopyTo(element);
            if (BigEndian)
                element.Reverse();
            target[i] = Number(element);
        }
    }

    /// <summary>Converts elements to bytes: rounded, and limited to what a byte holds.</summary>
    /// <param name="source">[k·Size] bytes.</param>
    /// <param name="target">[k].</param>
    internal void Convert(ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (this is { Kind: 'u' or 'b', Size: 1 })
        {
            source.CopyTo(target);
        }
        else if (this is { Kind: 'f', Size: 4, BigEndian: false } && BitConverter.IsLittleEndian)
        {
            ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(source);
            for (int i = 0; i < target.Length; i++)
                target[i] = ToByte(values[i]);
        }
        else
        {
            double[] values = new double[target.Length];
            Convert(source, values);
            for (int i = 0; i < target.Length; i++)
                target[i] = ToByte(values[i]);
        }
    }

    /// <summary>The byte nearest to a number; 0 for NaN.</summary>
    internal static byte ToByte(double value) => value > 0 ? (byte)Math.Min(value + 0.5, byte.MaxValue) : (byte)0;

    private double Number(ReadOnlySpan<byte> e) => (Kind, Size) switch
    {
        ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(e),
        ('f', 8) => BinaryPrimitives.ReadDoubleLittleEndian(e),
        ('f', _) => (double)BinaryPrimitives.ReadHalfLittleEndian(e),
        ('i', 1) => (sbyte)e[0],
        ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(e),
        ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(e),
        ('i', _) => BinaryPrimitives.ReadInt64LittleEndian(e),
        (_, 1) => e[0],
        (_, 2) => BinaryPrimitives.ReadUInt16LittleEndian(e),
        (_, 4) => BinaryPrimitives.ReadUInt32LittleEndian(e),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(e),
    };
}
