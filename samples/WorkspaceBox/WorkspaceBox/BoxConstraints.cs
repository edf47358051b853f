using DiffOG.Actions;
using DiffOG.Constraints;

namespace WorkspaceBox;

/// <summary>One row for each bounded dimension of each step.</summary>
internal sealed class BoxConstraints(IReadOnlyList<Side> sides, int dimensions) : IConstraintSet
{
    /// <inheritdoc/>
    public LinearConstraints Build(ConstraintContext context)
    {
        if (context.Dimensions != dimensions)
            throw new ArgumentException($"The chunk has {context.Dimensions} dimensions, the action {dimensions}.", nameof(context));
        ActionNormalisation normalisation = context.Normalisation ?? ActionNormalisation.Identity(dimensions);
        (double Lower, double Upper)[] bounds = [.. sides.Select(s => s.Under(normalisation))];
        int variables = context.Steps * dimensions;
        int[] indices = [.. Enumerable.Range(0, context.Steps).SelectMany(step => sides.Select(s => (step * dimensions) + s.Dimension))];
        double[] lower = [.. Enumerable.Range(0, indices.Length).Select(row => bounds[row % sides.Count].Lower)];
        double[] upper = [.. Enumerable.Range(0, indices.Length).Select(row => bounds[row % sides.Count].Upper)];
        return new LinearConstraints(variables, new BoxBlock(variables, indices, lower, upper));
    }
}
