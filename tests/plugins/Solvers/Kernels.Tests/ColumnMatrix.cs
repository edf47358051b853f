using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.Kernels.Tests;

/// <summary>A matrix as the kernels hold it: by columns, filled up with the identity, and some doubles off a cache line's border if wanted.</summary>
internal sealed unsafe class ColumnMatrix
{
    private readonly PinnedBuffer buffer = new();

    /// <summary>Makes the identity below which there are zeros.</summary>
    /// <param name="rows">Rows that count.</param>
    /// <param name="columns">Columns that count.</param>
    /// <param name="shift">Doubles off the border.</param>
    /// <param name="spare">Further rows between columns; a multiple of four.</param>
    internal ColumnMatrix(int rows, int columns, int shift = 0, int spare = 0)
    {
        Columns = DenseCholesky.Padded(columns);
        Rows = Columns + DenseCholesky.Padded(rows - columns);
        Leading = DenseCholesky.LeadingDimension(Rows) + spare;
        int size = Columns * Leading;
        Start = buffer.ReserveZeros(size + Columns + (2 * shift)) + shift;
        Inverse = Start + size + shift;
        for (int j = 0; j < Columns; j++)
            this[j, j] = 1;
    }

    /// <summary>Padded.</summary>
    internal int Rows { get; }

    /// <summary>Padded; rows of a block below begin here.</summary>
    internal int Columns { get; }

    internal int Leading { get; }

    internal double* Start { get; }

    /// <summary>[columns].</summary>
    internal double* Inverse { get; }

    internal ref double this[int row, int column] => ref Start[((long)column * Leading) + row];

    /// <summary>Takes over a lower triangle.</summary>
    /// <param name="matrix">[n·n] row-major.</param>
    /// <param name="n">n.</param>
    internal ColumnMatrix Fill(double[] matrix, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
                this[i, j] = matrix[(i * n) + j];
        }
        return this;
    }

    internal int Factor(double smallestPivot = 0) => DenseCholesky.Factor(Start, Rows, Columns, Leading, Inverse, smallestPivot);

    /// <summary>What lies on and below the diagonal, column by column.</summary>
    internal double[] Lower()
    {
        var values = new List<double>();
        for (int j = 0; j < Columns; j++)
        {
            for (int i = j; i < Rows; i++)
                values.Add(this[i, j]);
        }
        return [.. values];
    }
}
