using Parquet.Meta;

namespace DiffOG.Datasets.LeRobot.Tables;

/// <summary>
/// Looks at the pages of one column before a library takes memory for what they claim. parquet.thrift: PageHeader has
/// type 1, uncompressed size 2, compressed size 3, and by kind 5 (data), 7 (dictionary), 8 (data, version 2), each with
/// the number of values as field 1; version 2 has the bytes of definition levels as 5 and of repetition levels as 6.
/// </summary>
internal static class PageCheck
{
    /// <summary>What any page may grow to [bytes]; beyond that, only by <see cref="LargestRatio"/>.</summary>
    private const long SmallPage = 16L << 20;
    private const long LargestRatio = 2000;
    private const int LargestHeader = 1 << 20;

    private readonly record struct Page(int Header, long Stored, long Plain, long Values, bool HoldsData, long Levels);

    /// <exception cref="InvalidDataException">A page leaves the file, or claims what cannot be.</exception>
    internal static void Require(Stream file, ColumnMetaData column)
    {
        long start = column.DictionaryPageOffset is > 0 and long dictionary ? Math.Min(dictionary, column.DataPageOffset) : column.DataPageOffset;
        if (start < 4 || column.TotalCompressedSize < 0 || column.TotalCompressedSize > file.Length - start)
            throw new InvalidDataException("a column is said to lie outside the file");
        long end = start + column.TotalCompressedSize, values = 0;
        byte[] window = new byte[LargestHeader];
        while (values < column.NumValues)
        {
            Page page = At(file, start, end, window);
            if (column.Codec == CompressionCodec.UNCOMPRESSED && page.Stored != page.Plain)
                throw new InvalidDataException($"a page that is not compressed has {page.Stored} bytes and is said to hold {page.Plain}");
            RequireSnappy(file, column, start, page);
            values += page.HoldsData ? page.Values : 0;
            start += page.Header + page.Stored;
        }
        if (values != column.NumValues)
            throw new InvalidDataException($"a column's pages hold {values} values, and it is said to have {column.NumValues}");
    }

    private static Page At(Stream file, long start, long end, byte[] window)
    {
        if (start >= end)
            throw new InvalidDataException("a column ends before all of its values");
        int present = (int)Math.Min(window.Length, end - start);
        // Headers are short; the long window is only for those with long statistics.
        int first = Math.Min(present, 512);
        file.Position = start;
        file.ReadExactly(window, 0, first);
        Page page;
        try
        {
            page = Parse(window.AsSpan(0, first));
        }
        catch (InvalidDataException) when (present > first)
        {
            file.ReadExactly(window, first, present - first);
            page = Parse(window.AsSpan(0, present));
        }
        if (page.Stored < 0 || page.Stored > end - start - page.Header || page.Plain < 0 || page.Levels < 0 || page.Levels > Math.Min(page.Stored, page.Plain)
            || page.Values < 0 || page.Plain > Math.Max(SmallPage, LargestRatio * page.Stored))
            throw new InvalidDataException($"a page of {page.Stored} bytes is said to hold {page.Values} values in {page.Plain} bytes");
        return page;
    }

    private static Page Parse(ReadOnlySpan<byte> bytes)
    {
        var reader = new ThriftReader(bytes);
        long plain = -1, stored = -1;
        (long Values, long Levels) counts = (-1, 0);
        bool data = false;
        reader.Enter();
        for ((int id, ThriftReader.Kind kind) = reader.Next(); kind != ThriftReader.Kind.Stop; (id, kind) = reader.Next())
        {
            if (id == 2 && kind == ThriftReader.Kind.Int)
                plain = reader.Whole();
            else if (id == 3 && kind == ThriftReader.Kind.Int)
                stored = reader.Whole();
            else if (id is 5 or 7 or 8 && kind == ThriftReader.Kind.Struct)
                (counts, data) = (Counts(ref reader, id == 8), id != 7);
            else
                reader.Skip(kind);
        }
        return new Page(reader.Position, stored, plain, counts.Values, data, counts.Levels);
    }

    private static (long Values, long Levels) Counts(ref ThriftReader reader, bool second)
    {
        long values = -1, levels = 0;
        int outer = reader.Enter();
        for ((int id, ThriftReader.Kind kind) = reader.Next(); kind != ThriftReader.Kind.Stop; (id, kind) = reader.Next())
        {
            if (kind != ThriftReader.Kind.Int || (id != 1 && !(second && id is 5 or 6)))
            {
                reader.Skip(kind);
                continue;
            }
            long number = reader.Whole();
            if (number < 0)
                throw new InvalidDataException("a page is said to hold fewer than no values");
            (values, levels) = id == 1 ? (number, levels) : (values, levels + number);
        }
        reader.Leave(outer);
        return (values, levels);
    }

    /// <summary>Snappy's own length comes first in its data, and a decoder takes memory for it.</summary>
    private static void RequireSnappy(Stream file, ColumnMetaData column, long start, Page page)
    {
        if (column.Codec != CompressionCodec.SNAPPY || page.Stored == page.Levels)
            return;
        file.Position = start + page.Header + page.Levels;
        long length = 0;
        for (int shift = 0, next = 128; shift < 35 && next >= 128; shift += 7)
        {
            next = file.ReadByte();
            if (next < 0)
                throw new InvalidDataException("a page ends before its data");
            length |= (long)(next & 127) << shift;
        }
        if (length != page.Plain - page.Levels)
            throw new InvalidDataException($"a page of {page.Plain - page.Levels} bytes is said by its compression to have {length}");
    }
}
