namespace DiffOG.Datasets.LeRobot.Tables;

/// <summary>
/// Walks over thrift's compact encoding, in which Parquet describes itself, without making anything of it: every length is
/// checked against what is there and nesting is bounded. Thrift, doc/specs/thrift-compact-protocol.md.
/// </summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int DeepestNesting = 24;
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position;
    private int field;

    /// <summary>Bytes read so far.</summary>
    internal readonly int Position => position;

    /// <summary>The kinds of value.</summary>
    internal enum Kind
    {
        Stop,
        True,
        False,
        Byte,
        Short,
        Int,
        Long,
        Double,
        Binary,
        List,
        Set,
        Map,
        Struct,
    }

    /// <summary>Enters a struct; gives back what <see cref="Leave"/> needs.</summary>
    internal int Enter()
    {
        int outer = field;
        field = 0;
        return outer;
    }

    /// <summary>Leaves a struct, after its <see cref="Kind.Stop"/>.</summary>
    internal void Leave(int outer) => field = outer;

    /// <summary>The next field of the struct; <see cref="Kind.Stop"/> at its end.</summary>
    internal (int Id, Kind Kind) Next()
    {
        byte header = Byte();
        if (header == 0)
            return (0, Kind.Stop);
        int step = header >> 4;
        field = step != 0 ? field + step : (int)Whole();
        return (field, KindOf(header & 15));
    }

    /// <summary>The kind and number of a list's elements.</summary>
    internal (Kind Kind, int Count) List()
    {
        byte header = Byte();
        int count = header >> 4;
        if (count == 15)
            count = Length();
        return count <= bytes.Length - position ? (KindOf(header & 15), count) : throw Beyond();
    }

    /// <summary>A whole number.</summary>
    internal long Whole()
    {
        ulong coded = Varint();
        return (long)(coded >> 1) ^ -(long)(coded & 1);
    }

    /// <summary>Passes over a value.</summary>
    /// <exception cref="InvalidDataException">It leaves the bytes, or is nested too deeply.</exception>
    internal void Skip(Kind kind, int depth = 0)
    {
        if (depth > DeepestNesting)
            throw new InvalidDataException("its description is nested too deeply");
        switch (kind)
        {
            case Kind.True or Kind.False:
                break;
            case Kind.Byte:
                Byte();
                break;
            case Kind.Short or Kind.Int or Kind.Long:
                Varint();
                break;
            case Kind.Double:
                Advance(8);
                break;
            case Kind.Binary:
                Advance(Length());
                break;
            case Kind.List or Kind.Set:
                SkipList(depth);
                break;
            case Kind.Map:
                SkipMap(depth);
                break;
            case Kind.Struct:
                SkipStruct(depth);
                break;
            default:
                throw new InvalidDataException("its description holds a value of an unknown kind");
        }
    }

    private void SkipList(int depth)
    {
        (Kind kind, int count) = List();
        for (int i = 0; i < count; i++)
            SkipElement(kind, depth + 1);
    }

    private void SkipMap(int depth)
    {
        int count = Length();
        if (count == 0)
            return;
        byte kinds = Byte();
        for (int i = 0; i < count; i++)
        {
            SkipElement(KindOf(kinds >> 4), depth + 1);
            SkipElement(KindOf(kinds & 15), depth + 1);
        }
    }

    private void SkipStruct(int depth)
    {
        int outer = Enter();
        for ((int _, Kind kind) = Next(); kind != Kind.Stop; (_, kind) = Next())
            Skip(kind, depth + 1);
        Leave(outer);
    }

    /// <summary>Truth values are a field's kind in structs, but a byte in lists.</summary>
    private void SkipElement(Kind kind, int depth) => Skip(kind is Kind.True or Kind.False ? Kind.Byte : kind, depth);

    private int Length()
    {
        ulong length = Varint();
        return length <= (ulong)(bytes.Length - position) ? (int)length : throw Beyond();
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Byte();
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
                return value;
        }
        throw new InvalidDataException("its description holds a number of more than 64 bits");
    }

    private byte Byte() => position < bytes.Length ? bytes[position++] : throw Beyond();

    private void Advance(int count) => position = count <= bytes.Length - position ? position + count : throw Beyond();

    private static Kind KindOf(int code) => code is >= 1 and <= 12 ? (Kind)code : throw new InvalidDataException("its description holds a value of an unknown kind");

    private static InvalidDataException Beyond() => new("its description goes on beyond its end");
}
