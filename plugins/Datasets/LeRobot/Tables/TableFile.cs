using System.Numerics;
using DiffOG.Diagnostics;
using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace DiffOG.Datasets.LeRobot.Tables;

/// <summary>One open Parquet file. Not for several threads.</summary>
internal sealed class TableFile : IDisposable
{
    /// <summary>What a column of a row group may take once decoded [bytes]; beyond that, only <see cref="LargestRatio"/> times the file.</summary>
    private const long SmallColumn = 64L << 20;
    private const long LargestRatio = 2000;

    private readonly string path;
    private readonly FileStream file;
    private readonly ParquetReader reader;
    private readonly ILookup<string, DataField> leaves;

    private TableFile(string path, FileStream file, ParquetReader reader)
    {
        (this.path, this.file, this.reader) = (path, file, reader);
        leaves = reader.Schema.GetDataFields().ToLookup(f => f.Path.FirstPart!, StringComparer.Ordinal);
        Rows = [.. reader.Metadata!.RowGroups.Select(g => g.NumRows is >= 0 and <= int.MaxValue ? (int)g.NumRows : throw new InvalidDataException($"a row group is said to have {g.NumRows} rows"))];
    }

    /// <summary>Rows of each row group.</summary>
    internal IReadOnlyList<int> Rows { get; }

    /// <summary>The names of all columns.</summary>
    internal IEnumerable<string> Columns => leaves.Select(column => column.Key);

    /// <exception cref="DiffOGException">DOG1464: it cannot be read.</exception>
    internal static TableFile Open(string path) => Guarded(path, () =>
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        try
        {
            FooterCheck.Require(file);
            return new TableFile(path, file, ParquetReader.CreateAsync(file, leaveStreamOpen: true).GetAwaiter().GetResult());
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    /// <summary>Runs what reads a file; failures of any kind become one that names the file.</summary>
    /// <remarks>What a library throws at damaged data is not said anywhere, so everything is taken for damage.</remarks>
    /// <exception cref="DiffOGException">DOG1464.</exception>
    internal static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not DiffOGException)
        {
            throw LeRobotErrors.Table(path, e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>Whether there is a column of this name.</summary>
    internal bool Has(string column) => leaves.Contains(column);

    /// <summary>Reads a column of numbers whose rows have one length, whatever its nesting.</summary>
    /// <exception cref="DiffOGException">DOG1464.</exception>
    internal NumberColumn Numbers(int group, string column) => Guarded(path, () =>
    {
        DataField leaf = Leaf(column);
        return Kind(leaf.ClrType) switch
        {
            TypeCode.Single => Numbers<float>(group, leaf),
            TypeCode.Double => Numbers<double>(group, leaf),
            TypeCode.Int64 => Numbers<long>(group, leaf),
            TypeCode.Int32 => Numbers<int>(group, leaf),
            TypeCode.Int16 => Numbers<short>(group, leaf),
            TypeCode.SByte => Numbers<sbyte>(group, leaf),
            TypeCode.UInt64 => Numbers<ulong>(group, leaf),
            TypeCode.UInt32 => Numbers<uint>(group, leaf),
            TypeCode.UInt16 => Numbers<ushort>(group, leaf),
            TypeCode.Byte => Numbers<byte>(group, leaf),
            TypeCode.Boolean => Truths(group, leaf),
            _ => throw new InvalidDataException($"the column '{column}' holds {leaf.ClrType.Name}, not numbers"),
        };
    });

    /// <summary>Reads lists of numbers that may be missing or differ in length: what statistics are kept as.</summary>
    /// <returns>For each row its numbers, those that are missing as NaN.</returns>
    internal IReadOnlyList<double[]> NumberLists(int group, string column) => Guarded(path, () =>
    {
        DataField leaf = Leaf(column);
        return Kind(leaf.ClrType) switch
        {
            TypeCode.Double => ByRow(Raw<double>(group, leaf), group, leaf, v => v, double.NaN),
            TypeCode.Single => ByRow(Raw<float>(group, leaf), group, leaf, v => v, double.NaN),
            TypeCode.Int64 => ByRow(Raw<long>(group, leaf), group, leaf, v => v, double.NaN),
            TypeCode.Int32 => ByRow(Raw<int>(group, leaf), group, leaf, v => v, double.NaN),
            _ => throw new InvalidDataException($"the column '{column}' holds {leaf.ClrType.Name}, not numbers"),
        };
    });

    /// <summary>Reads texts, or lists of them.</summary>
    internal IReadOnlyList<string[]> Texts(int group, string column) => Guarded(path, () =>
    {
        DataField leaf = Leaf(column);
        return Kind(leaf.ClrType) == TypeCode.String
            ? ByRow(Raw<ReadOnlyMemory<char>>(group, leaf), group, leaf, v => v.ToString(), "")
            : throw new InvalidDataException($"the column '{column}' holds {leaf.ClrType.Name}, not texts");
    });

    /// <summary>Reads the bytes of files kept in a column as {bytes, path}, or as bytes alone.</summary>
    /// <returns>For each row its bytes; empty where it has none.</returns>
    internal IReadOnlyList<byte[]> Files(int group, string column) => Guarded(path, () =>
    {
        DataField leaf = leaves[column].FirstOrDefault(l => l.Path.Length == 1 || l.Name == "bytes")
            ?? throw new InvalidDataException($"the column '{column}' has no part 'bytes'");
        if (leaf.ClrType != typeof(ReadOnlyMemory<byte>) && leaf.ClrType != typeof(byte[]))
            throw new InvalidDataException($"the column '{column}' holds {leaf.ClrType.Name}, not bytes");
        return (IReadOnlyList<byte[]>)[.. ByRow(Raw<ReadOnlyMemory<byte>>(group, leaf), group, leaf, v => v.ToArray(), []).Select(r => r.Length == 1 ? r[0] : throw new InvalidDataException($"the column '{column}' holds several files a row"))];
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        file.Dispose();
    }

    private readonly record struct RawColumn<T>(T[] Values, int[]? Definitions, int[]? Repetitions);

    private static TypeCode Kind(System.Type type) => type == typeof(ReadOnlyMemory<char>) ? TypeCode.String : System.Type.GetTypeCode(type);

    private DataField Leaf(string column) => leaves[column].Take(2).ToArray() switch
    {
        [DataField one] => one,
        [] => throw new InvalidDataException($"it has no column '{column}'; there are {string.Join(", ", Columns)}"),
        _ => throw new InvalidDataException($"the column '{column}' has several parts"),
    };

    private NumberColumn Truths(int group, DataField leaf)
    {
        RawColumn<bool> raw = Raw<bool>(group, leaf);
        return NumberColumn.Of(Array.ConvertAll(raw.Values, v => v ? (byte)1 : (byte)0), Rows[group], Width(raw, group, leaf));
    }

    private NumberColumn Numbers<T>(int group, DataField leaf)
        where T : struct, INumberBase<T>
    {
        RawColumn<T> raw = Raw<T>(group, leaf);
        return NumberColumn.Of(raw.Values, Rows[group], Width(raw, group, leaf));
    }

    /// <summary>Numbers a row, which must be the same in all rows.</summary>
    private int Width<T>(RawColumn<T> raw, int group, DataField leaf)
    {
        int rows = Rows[group], count = raw.Values.Length, width = rows == 0 ? 1 : count / rows;
        if (width < 1 || width * rows != count)
            throw new InvalidDataException($"the column '{leaf.Path.FirstPart}' has {count} numbers in {rows} rows");
        if (raw.Definitions?.AsSpan().IndexOfAnyExcept(leaf.MaxDefinitionLevel) is int missing and >= 0)
            throw new InvalidDataException($"the column '{leaf.Path.FirstPart}' holds nothing in row {missing / width} of row group {group}");
        for (int i = 0; raw.Repetitions is not null && i < count; i++)
        {
            if (raw.Repetitions[i] == 0 != (i % width == 0))
                throw new InvalidDataException($"the column '{leaf.Path.FirstPart}' has rows of different lengths");
        }
        return width;
    }

    /// <summary>Sets values into their rows; absent lists and elements become one <paramref name="missing"/>, empty lists none.</summary>
    private TResult[][] ByRow<T, TResult>(RawColumn<T> raw, int group, DataField leaf, Func<T, TResult> read, TResult missing)
    {
        var rows = new List<TResult>[Rows[group]];
        int row = -1, used = 0, entries = raw.Repetitions?.Length ?? raw.Definitions?.Length ?? raw.Values.Length;
        for (int i = 0; i < entries; i++)
        {
            if (raw.Repetitions is null || raw.Repetitions[i] == 0)
                rows[++row] = [];
            rows[row].Add(raw.Definitions is null || raw.Definitions[i] == leaf.MaxDefinitionLevel ? read(raw.Values[used++]) : missing);
        }
        return row == rows.Length - 1 ? [.. rows.Select(r => r.ToArray())] : throw new InvalidDataException($"the column '{leaf.Path.FirstPart}' has {row + 1} rows, and the row group {rows.Length}");
    }

    private RawColumn<T> Raw<T>(int group, DataField leaf)
        where T : struct
    {
        using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
        ColumnMetaData column = rows.GetMetadata(leaf)?.MetaData ?? throw new InvalidDataException($"the column '{leaf.Path.FirstPart}' is not in row group {group}");
        if (column.NumValues > Math.Max(SmallColumn, LargestRatio * file.Length) / 16 || column.NumValues < Rows[group])
            throw new InvalidDataException($"the column '{leaf.Path.FirstPart}' is said to have {column.NumValues} values, in a file of {file.Length} bytes");
        PageCheck.Require(file, column);
        int count = (int)column.NumValues;
        T[] values = new T[count];
        int[]? definitions = leaf.MaxDefinitionLevel > 0 ? new int[count] : null, repetitions = leaf.MaxRepetitionLevel > 0 ? new int[count] : null;
        rows.ReadRawAsync<T>(leaf, values, definitions is null ? null : (Memory<int>?)definitions, repetitions is null ? null : (Memory<int>?)repetitions).AsTask().GetAwaiter().GetResult();
        return new RawColumn<T>(values, definitions, repetitions);
    }
}
