namespace DiffOG.Constraints.HalfSpaces;

/// <summary>Writes one <see cref="GeneralBlock"/> a half-space, so that a message can name it.</summary>
internal sealed class HalfSpaceConstraints(int dimensions, IReadOnlyList<HalfSpace> halfSpaces) : IConstraintSet
{
    /// <inheritdoc/>
    public IReadOnlyList<double> ChangeTimes { get; } = [.. halfSpaces.SelectMany(h => h.ChangeTimes).Distinct().Order()];

    /// <inheritdoc/>
    public LinearConstraints Build(ConstraintContext context)
    {
        if (context.Dimensions != dimensions)
            throw new ArgumentException($"The chunk has {context.Dimensions} dimensions, the action {dimensions}.", nameof(context));
        List<ConstraintBlock> blocks = new(halfSpaces.Count);
        foreach (HalfSpace half in halfSpaces)
        {
            if (half.Build(context) is { } block)
                blocks.Add(block);
        }
        return new LinearConstraints(context.Steps * context.Dimensions, blocks);
    }
}
