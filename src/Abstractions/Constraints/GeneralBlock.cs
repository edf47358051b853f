namespace DiffOG.Constraints;

/// <summary>Inequalities without a structure to exploit: lower ≤ G x ≤ upper with any rows, for example half-spaces.</summary>
/// <param name="matrix">G [m, n].</param>
/// <param name="lower">[m] lower bounds; −∞ where there is none.</param>
/// <param name="upper">[m] upper bounds; +∞ where there is none.</param>
public sealed class GeneralBlock(SparseRows matrix, double[] lower, double[] upper) : ConstraintBlock(matrix.Columns, lower, upper)
{
    /// <inheritdoc/>
    public override SparseRows Matrix { get; } = matrix;

    /// <inheritdoc/>
    public override IEnumerable<(int Column, double Value)> Row(int row)
    {
        for (int k = Matrix.Starts[row]; k < Matrix.Starts[row + 1]; k++)
            yield return (Matrix.Indices[k], Matrix.Values[k]);
    }
}
