namespace DiffOG.Constraints;

/// <summary>A matrix [m, n] row by row: row r has the entries <c>Starts[r]</c> to <c>Starts[r + 1] − 1</c>.</summary>
/// <param name="Columns">n.</param>
/// <param name="Starts">[m + 1].</param>
/// <param name="Indices">Column of every entry; ascending within a row.</param>
/// <param name="Values">Value of every entry.</param>
public sealed record SparseRows(int Columns, int[] Starts, int[] Indices, double[] Values)
{
    /// <summary>m.</summary>
    public int Rows => Starts.Length - 1;

    /// <summary>The matrices of blocks one under the other; a single block's own.</summary>
    /// <param name="columns">n.</param>
    /// <param name="blocks">The blocks.</param>
    public static SparseRows Of(int columns, IReadOnlyList<ConstraintBlock> blocks)
    {
        if (blocks.Count == 1)
            return blocks[0].Matrix;
        (int rows, int entries) = (0, 0);
        foreach (ConstraintBlock block in blocks)
            (rows, entries) = (rows + block.Rows, entries + block.Matrix.Values.Length);
        SparseRows all = new(columns, new int[rows + 1], new int[entries], new double[entries]);
        (rows, entries) = (0, 0);
        foreach (ConstraintBlock block in blocks)
        {
            SparseRows part = block.Matrix;
            for (int r = 0; r < part.Rows; r++)
                all.Starts[++rows] = entries + part.Starts[r + 1];
            part.Indices.CopyTo(all.Indices, entries);
            part.Values.CopyTo(all.Values, entries);
            entries += part.Values.Length;
        }
        return all;
    }

    /// <summary>G x.</summary>
    /// <param name="x">[n].</param>
    /// <returns>[m].</returns>
    public double[] Multiply(ReadOnlyMemory<double> x)
    {
        double[] product = new double[Rows];
        ReadOnlySpan<double> values = x.Span;
        for (int r = 0; r < product.Length; r++)
            product[r] = RowTimes(r, values);
        return product;
    }

    /// <summary>Gᵀ y.</summary>
    /// <param name="y">[m].</param>
    /// <returns>[n].</returns>
    public double[] MultiplyTransposed(ReadOnlyMemory<double> y)
    {
        double[] product = new double[Columns];
        ReadOnlySpan<double> values = y.Span;
        for (int r = 0; r < Rows; r++)
        {
            for (int k = Starts[r]; k < Starts[r + 1]; k++)
                product[Indices[k]] += Values[k] * values[r];
        }
        return product;
    }

    /// <summary>[m·n] row-major.</summary>
    public double[] ToDense()
    {
        double[] dense = new double[Rows * Columns];
        for (int r = 0; r < Rows; r++)
        {
            for (int k = Starts[r]; k < Starts[r + 1]; k++)
                dense[(r * Columns) + Indices[k]] = Values[k];
        }
        return dense;
    }

    /// <summary>One row times x.</summary>
    internal double RowTimes(int row, ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int k = Starts[row]; k < Starts[row + 1]; k++)
            sum += Values[k] * x[Indices[k]];
        return sum;
    }
}
