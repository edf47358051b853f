namespace DiffOG.Constraints;

/// <summary>
/// lower ≤ G x ≤ upper over the n variables of a chunk, as blocks with structure. What previous actions contribute is
/// already folded into the bounds. Blocks stand one under the other, in order.
/// </summary>
public sealed class LinearConstraints
{
    private SparseRows? matrix;

    /// <summary>Stacks blocks.</summary>
    /// <param name="variables">n.</param>
    /// <param name="blocks">Any number of blocks over the same n variables.</param>
    /// <exception cref="ArgumentException">A block is over another number of variables.</exception>
    public LinearConstraints(int variables, params IReadOnlyList<ConstraintBlock> blocks)
    {
        int rows = 0;
        foreach (ConstraintBlock block in blocks)
        {
            if (block.Variables != variables)
                throw new ArgumentException($"A block of {block.GetType().Name} has {block.Variables} variables, the problem {variables}.", nameof(blocks));
            rows += block.Rows;
        }
        (Variables, Blocks, Lower, Upper) = (variables, blocks, new double[rows], new double[rows]);
        rows = 0;
        foreach (ConstraintBlock block in blocks)
        {
            block.RowLower.CopyTo(Lower, rows);
            block.RowUpper.CopyTo(Upper, rows);
            rows += block.Rows;
        }
    }

    /// <summary>n.</summary>
    public int Variables { get; }

    /// <summary>The blocks, in the order of the rows.</summary>
    public IReadOnlyList<ConstraintBlock> Blocks { get; }

    /// <summary>m, the number of rows.</summary>
    public int Rows => Lower.Length;

    /// <summary>[m] lower bounds of G x; −∞ where there is none.</summary>
    public double[] Lower { get; }

    /// <summary>[m] upper bounds of G x; +∞ where there is none.</summary>
    public double[] Upper { get; }

    /// <summary>G, row by row; stacked when it is first asked for. Not to be changed: a single block shares its own.</summary>
    public SparseRows Matrix => matrix ??= SparseRows.Of(Variables, Blocks); // Two threads may both stack it, to the same values.

    /// <summary>No inequality at all.</summary>
    /// <param name="variables">n.</param>
    public static LinearConstraints None(int variables) => new(variables);

    /// <summary>The largest amount by which a point leaves its bounds; zero for a feasible point, NaN where the point is.</summary>
    /// <param name="point">[n].</param>
    public double LargestViolation(ReadOnlyMemory<double> point)
    {
        ReadOnlySpan<double> x = point.Span;
        double largest = 0;
        foreach (ConstraintBlock block in Blocks)
        {
            SparseRows rows = block.Matrix;
            for (int r = 0; r < rows.Rows; r++)
            {
                double product = rows.RowTimes(r, x);
                largest = Math.Max(largest, Math.Max(block.RowLower[r] - product, product - block.RowUpper[r]));
            }
        }
        return largest;
    }
}
