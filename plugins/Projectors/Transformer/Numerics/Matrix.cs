namespace DiffOG.Projectors.Transformer.Numerics;

/// <summary>Rows in memory that the garbage collector does not move.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="first">The first row.</param>
/// <param name="rows">How many.</param>
/// <param name="columns">Elements of a row.</param>
/// <param name="stride">Elements from one row to the next.</param>
internal readonly unsafe struct Matrix<T>(T* first, int rows, int columns, int stride)
    where T : unmanaged
{
    /// <summary>Rows that follow each other without a gap.</summary>
    internal Matrix(T* first, int rows, int columns)
        : this(first, rows, columns, columns)
    {
    }

    /// <summary>How many rows.</summary>
    internal int Rows => rows;

    /// <summary>Elements of a row.</summary>
    internal int Columns => columns;

    /// <summary>Elements from one row to the next.</summary>
    internal int Stride => stride;

    /// <summary>One row.</summary>
    internal T* this[int row] => first + ((long)row * stride);

    /// <summary>A row as a span.</summary>
    internal Span<T> Row(int row) => new(this[row], columns);

    /// <summary>Some columns of all rows.</summary>
    internal Matrix<T> Part(int column, int count) => new(first + column, rows, count, stride);

    /// <summary>Some rows.</summary>
    internal Matrix<T> Slice(int row, int count) => new(this[row], count, columns, stride);
}
