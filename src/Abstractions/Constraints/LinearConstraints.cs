namespace DiffOG.Constraints;

/// <summary>
/// lower ≤ G x ≤ upper over the n variables of a chunk, as blocks with structure. What previous actions contribute is
/// already folded into the bounds. Blocks stand one under the other, in order.
/// </summary>
public sealed class LinearConstraints
{
    private readonly Lazy<SparseRows> rows;

    /// <summary>Stacks blocks.</summary>
    /// <param name="variables">n.</param>
    /// <param name="blocks">Any number of blocks over the same n variables.</param>
    /// <exception cref="ArgumentException">A block is over another number of variables.</exception>
    public LinearConstraints(int variables, params IReadOnlyList<ConstraintBlock> blocks)
    {
        ConstraintBlock? stranger = blocks.FirstOrDefault(b => b.Variables != variables);
        if (stranger is not null)
            throw new ArgumentException($"A block of {stranger.GetType().Name} has {stranger.Variables} variables, the problem {variables}.", nameof(blocks));
        (Variables, Blocks) = (variables, blocks);
        Lower = [.. blocks.SelectMany(b => b.RowLower)];
        Upper = [.. blocks.SelectMany(b => b.RowUpper)];
        rows = new Lazy<SparseRows>(() => SparseRows.Of(variables, blocks));
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

    /// <summary>G, row by row.</summary>
    public SparseRows Matrix => rows.Value;

    /// <summary>No inequality at all.</summary>
    /// <param name="variables">n.</param>
    public static LinearConstraints None(int variables) => new(variables);

    /// <summary>The largest amount by which a point leaves its bounds; zero for a feasible point, NaN where the point is.</summary>
    /// <param name="point">[n].</param>
    public double LargestViolation(ReadOnlyMemory<double> point)
    {
        double[] product = Matrix.Multiply(point);
        double largest = 0;
        for (int r = 0; r < product.Length; r++)
            largest = Math.Max(largest, Math.Max(Lower[r] - product[r], product[r] - Upper[r]));
        return largest;
    }
}
