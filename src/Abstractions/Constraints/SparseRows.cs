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

    /// <summary>Writes out blocks one under the other.</summary>
    /// <param name="columns">n.</param>
    /// <param name="blocks">The blocks.</param>
    public static SparseRows Of(int columns, IEnumerable<ConstraintBlock> blocks)
    {
        List<int> starts = [0], indices = [];
        List<double> values = [];
        foreach (ConstraintBlock block in blocks)
        {
            for (int r = 0; r < block.Rows; r++)
            {
                foreach ((int column, double value) in block.Row(r))
                {
                    indices.Add(column);
                    values.Add(value);
                }
                starts.Add(indices.Count);
            }
        }
        return new SparseRows(columns, [.. starts], [.. indices], [.. values]);
    }

    /// <summary>G x.</summary>
    /// <param name="x">[n].</param>
    /// <returns>[m].</returns>
    public double[] Multiply(ReadOnlyMemory<double> x)
    {
        double[] product = new double[Rows];
        ReadOnlySpan<double> values = x.Span;
        for (int r = 0; r < product.Length; r++)
        {
            double sum = 0;
            for (int k = Starts[r]; k < Starts[r + 1]; k++)
                sum += Values[k] * values[Indices[k]];
            product[r] = sum;
        }
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
}
