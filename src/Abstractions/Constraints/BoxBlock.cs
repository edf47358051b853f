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

    /// <inheritdoc/>
    public override IEnumerable<(int Column, double Value)> Row(int row) => [(Indices[row], 1.0)];
}
