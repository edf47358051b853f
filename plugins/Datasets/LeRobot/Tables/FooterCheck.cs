using System.Buffers.Binary;

namespace DiffOG.Datasets.LeRobot.Tables;

/// <summary>
/// Looks at a Parquet file's description before a library takes memory for what it claims.
/// apache/parquet-format, README and parquet.thrift: FileMetaData.schema is field 2, SchemaElement.num_children field 5.
/// </summary>
internal static class FooterCheck
{
    private const int LargestFooter = 64 << 20;
    private const int DeepestSchema = 16;
    private const int SchemaField = 2, ChildrenField = 5;

    /// <exception cref="InvalidDataException">It is no Parquet file, or cut short, or claims what cannot be.</exception>
    internal static void Require(Stream file)
    {
        Span<byte> tail = stackalloc byte[8];
        if (file.Length < 12)
            throw new InvalidDataException($"it has {file.Length} bytes, too few for a Parquet file");
        file.Position = 0;
        file.ReadExactly(tail[..4]);
        bool begins = tail[..4].SequenceEqual("PAR1"u8);
        file.Position = file.Length - 8;
        file.ReadExactly(tail);
        if (!begins || !tail[4..].SequenceEqual("PAR1"u8))
            throw new InvalidDataException("it does not begin and end as a Parquet file does; it was probably cut short");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length > Math.Min(file.Length - 12, LargestFooter))
            throw new InvalidDataException($"its description is said to have {length} bytes, of {file.Length} of the file");
        byte[] footer = new byte[length];
        file.Position = file.Length - 8 - length;
        file.ReadExactly(footer);
        Walk(footer);
        file.Position = 0;
    }

    private static void Walk(ReadOnlySpan<byte> footer)
    {
        var reader = new ThriftReader(footer);
        reader.Enter();
        bool schema = false;
        for ((int id, ThriftReader.Kind kind) = reader.Next(); kind != ThriftReader.Kind.Stop; (id, kind) = reader.Next())
        {
            if (id == SchemaField && kind == ThriftReader.Kind.List && !schema)
                (schema, _) = (true, Schema(ref reader));
            else
                reader.Skip(kind);
        }
        if (!schema)
            throw new InvalidDataException("it does not say what its columns are");
    }

    /// <summary>The tree of columns is written node by node, each with its number of children.</summary>
    private static int Schema(ref ThriftReader reader)
    {
        (ThriftReader.Kind kind, int count) = reader.List();
        if (kind != ThriftReader.Kind.Struct)
            throw new InvalidDataException("its columns are not described as columns are");
        var open = new Stack<long>([1]);
        for (int i = 0; i < count; i++)
        {
            while (open.Count > 0 && open.Peek() == 0)
                open.Pop();
            if (open.Count is 0 or > DeepestSchema)
                throw new InvalidDataException("its columns are nested as columns cannot be");
            open.Push(open.Pop() - 1);
            open.Push(Children(ref reader, count));
        }
        return open.Sum() == 0 ? count : throw new InvalidDataException("some of its columns are not described");
    }

    private static long Children(ref ThriftReader reader, int most)
    {
        long children = 0;
        int outer = reader.Enter();
        for ((int id, ThriftReader.Kind kind) = reader.Next(); kind != ThriftReader.Kind.Stop; (id, kind) = reader.Next())
        {
            if (id == ChildrenField && kind == ThriftReader.Kind.Int)
                children = reader.Whole();
            else
                reader.Skip(kind);
        }
        reader.Leave(outer);
        return children >= 0 && children < most ? children : throw new InvalidDataException($"one of its columns is said to have {children} parts");
    }
}
