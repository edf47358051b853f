using System.Buffers.Binary;
using System.Text;

namespace DiffOG.Learning.Natives;

/// <summary>
/// Marks one required symbol version of an ELF library as weak, so that the dynamic loader accepts a system that lacks it.
/// </summary>
/// <remarks>
/// Safe only for a version that no relocation uses. The layout is that of the ELF64 little-endian <c>SHT_GNU_verneed</c>
/// section (System V ABI; Linux Standard Base Core 5.0, "Symbol Versioning"): a chain of <c>Verneed</c> records, one per
/// needed library, each with a chain of <c>Vernaux</c> records, one per version.
/// </remarks>
internal static class WeakSymbolVersion
{
    private const uint SectionTypeVerneed = 0x6FFFFFFE;
    private const ushort WeakFlag = 2;
    private const int RecordSize = 16; // Verneed and Vernaux alike
    private const int SectionHeaderSize = 64;

    /// <summary>Sets the weak flag of <paramref name="version"/> in place.</summary>
    /// <param name="image">The whole file.</param>
    /// <param name="version">For instance <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>How many entries carry that version: 0 when the library does not need it.</returns>
    /// <exception cref="InvalidDataException">The file is not ELF64 little-endian, or an offset leaves it.</exception>
    public static int Mark(Span<byte> image, string version)
    {
        int marked = 0;
        foreach (Section section in ReadSections(image))
        {
            if (section.Type == SectionTypeVerneed)
            {
                marked += MarkIn(image, section, Encoding.ASCII.GetBytes(version));
            }
        }

        return marked;
    }

    private static int MarkIn(Span<byte> image, Section section, ReadOnlySpan<byte> version)
    {
        int marked = 0;
        long need = section.Offset;
        // Chains are counted by sh_info and vn_cnt, never only by a zero 'next': a damaged file must not loop for ever.
        for (uint left = section.Info; left > 0; left--)
        {
            ReadOnlySpan<byte> record = At(image, need, RecordSize);
            int count = BinaryPrimitives.ReadUInt16LittleEndian(record[2..]);
            long aux = need + BinaryPrimitives.ReadUInt32LittleEndian(record[8..]);
            uint next = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
            marked += MarkChain(image, aux, count, section.StringsOffset, version);
            if (next == 0)
            {
                break;
            }

            need += next;
        }

        return marked;
    }

    private static int MarkChain(Span<byte> image, long aux, int count, long strings, ReadOnlySpan<byte> version)
    {
        int marked = 0;
        for (; count > 0; count--)
        {
            Span<byte> record = At(image, aux, RecordSize);
            long name = strings + BinaryPrimitives.ReadUInt32LittleEndian(record[8..]);
            if (NameIs(image, name, version))
            {
                ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(record[4..]);
                BinaryPrimitives.WriteUInt16LittleEndian(record[4..], (ushort)(flags | WeakFlag));
                marked++;
            }

            aux += BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        }

        return marked;
    }

    private static bool NameIs(Span<byte> image, long offset, ReadOnlySpan<byte> version)
    {
        Span<byte> rest = At(image, offset, 1, toEnd: true);
        return rest.Length > version.Length && rest.StartsWith(version) && rest[version.Length] == 0;
    }

    private static List<Section> ReadSections(Span<byte> image)
    {
        ReadOnlySpan<byte> header = At(image, 0, SectionHeaderSize);
        if (!header.StartsWith("\u007fELF"u8) || header[4] != 2 || header[5] != 1)
        {
            throw new InvalidDataException("Not an ELF64 little-endian file.");
        }

        long table = Offset(BinaryPrimitives.ReadUInt64LittleEndian(header[0x28..]));
        int size = BinaryPrimitives.ReadUInt16LittleEndian(header[0x3A..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(header[0x3C..]);
        if (count > 0 && size < SectionHeaderSize)
        {
            throw new InvalidDataException($"ELF section headers of {size} bytes; at least {SectionHeaderSize} expected.");
        }

        var sections = new List<Section>(count);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = At(image, table + ((long)i * size), SectionHeaderSize);
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
            uint link = BinaryPrimitives.ReadUInt32LittleEndian(entry[0x28..]);
            // Only version-need sections follow their link; others may carry anything there.
            long strings = type == SectionTypeVerneed ? StringsOf(image, table, size, count, link) : 0;
            long offset = type == SectionTypeVerneed ? Offset(BinaryPrimitives.ReadUInt64LittleEndian(entry[0x18..])) : 0;
            sections.Add(new Section(type, offset, BinaryPrimitives.ReadUInt32LittleEndian(entry[0x2C..]), strings));
        }

        return sections;
    }

    private static long StringsOf(Span<byte> image, long table, int size, int count, uint link)
    {
        if (link >= count)
        {
            throw new InvalidDataException($"ELF section link {link} of {count} sections.");
        }

        ReadOnlySpan<byte> entry = At(image, table + (link * (long)size), SectionHeaderSize);
        return Offset(BinaryPrimitives.ReadUInt64LittleEndian(entry[0x18..]));
    }

    private static long Offset(ulong value) => value <= int.MaxValue
        ? (long)value
        : throw new InvalidDataException($"ELF offset {value} lies outside the file.");

    private static Span<byte> At(Span<byte> image, long offset, int length, bool toEnd = false)
    {
        if (offset < 0 || offset + length > image.Length)
        {
            throw new InvalidDataException($"ELF offset {offset} lies outside the file of {image.Length} bytes.");
        }

        return toEnd ? image[(int)offset..] : image.Slice((int)offset, length);
    }

    private readonly record struct Section(uint Type, long Offset, uint Info, long StringsOffset);
}
