using System.Numerics;
using System.Runtime.CompilerServices;

namespace DiffOG.Datasets.LeRobot.Tables;

/// <summary>The numbers of one column in one row group, kept as they were stored.</summary>
internal abstract class NumberColumn(int rows, int width)
{
    /// <summary>How many rows.</summary>
    internal int Rows => rows;

    /// <summary>Numbers a row.</summary>
    internal int Width => width;

    /// <summary>The memory that it takes.</summary>
    internal abstract long Bytes { get; }

    /// <summary>One number.</summary>
    internal abstract double this[int row, int column] { get; }

    /// <summary>Copies some numbers of a row.</summary>
    internal abstract void Copy(int row, ReadOnlySpan<int> columns, Span<double> target);

    /// <summary>The whole number at the start of a row, exact.</summary>
    internal abstract long Whole(int row);

    /// <summary>Keeps numbers of one type.</summary>
    internal static NumberColumn Of<T>(T[] values, int rows, int width)
        where T : struct, INumberBase<T> => new Typed<T>(values, rows, width);

    private sealed class Typed<T>(T[] values, int rows, int width) : NumberColumn(rows, width)
        where T : struct, INumberBase<T>
    {
        internal override long Bytes => (long)values.Length * Unsafe.SizeOf<T>();

        internal override double this[int row, int column] => double.CreateTruncating(values[(row * Width) + column]);

        internal override void Copy(int row, ReadOnlySpan<int> columns, Span<double> target)
        {
            ReadOnlySpan<T> numbers = values.AsSpan(row * Width, Width);
            for (int c = 0; c < columns.Length; c++)
                target[c] = double.CreateTruncating(numbers[columns[c]]);
        }

        internal override long Whole(int row) => long.CreateSaturating(values[row * Width]);
    }
}
