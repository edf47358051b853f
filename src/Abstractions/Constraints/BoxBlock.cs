namespace DiffOG.Constraints;

/// <summary>Bounds on single variables: lower ≤ x_i ≤ upper.</summary>
/// <param name="variables">n.</param>
/// <param name="indices">[m] the bounded variables.</param>
/// <param name="lower">[m] lower bounds; −∞ where there is none.</param>
/// <param name="upper">[m] upper bounds; +∞ where there is none.</param>
public sealed class BoxBlock(int variables, IReadOnlyList<int> indices, double[] lower, double[] upper) : ConstraintBlock(variables, lower, upper)
{
    /// <summary>[m] the bounded variables.</summary>
    public IReadOnlyList<int> Indices { get; } = indices;

    /// <summary>The same variables with other bounds; what is written out once is shared.</summary>
    /// <param name="lower">[m] lower bounds; −∞ where there is none.</param>
    /// <param name="upper">[m] upper bounds; +∞ where there is none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public BoxBlock With(double[] lower, double[] upper)
    {
        if (lower.Length != Rows)
            throw new ArgumentException($"{lower.Length} lower bounds for {Rows} rows.", nameof(lower));
        BoxBlock other = new(Variables, Indices, lower, upper);
        other.Share(this);
        return other;
    }

    /// <inheritdoc/>
    public override IEnumerable<(int Column, double Value)> Row(int row) => [(Indices[row], 1.0)];

    /// <inheritdoc/>
    protected override SparseRows WriteOut()
    {
        int[] starts = new int[Rows + 1], columns = new int[Rows];
        double[] ones = new double[Rows];
        for (int r = 0; r < Rows; r++)
            (starts[r + 1], columns[r], ones[r]) = (r + 1, Indices[r], 1);
        return new SparseRows(Variables, starts, columns, ones);
    }
}
