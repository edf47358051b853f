using DiffOG.Actions;
using DiffOG.Constraints;

namespace DiffOG.Policies.Leto.Optimisation;

/// <summary>
/// A constraint set, and a bound on the size of every motion action. Where the previous action lies outside that bound,
/// the bound grows to hold it: else it and the limit on differences could contradict each other, and holding the last
/// command would be forbidden.
/// </summary>
/// <param name="inner">The constraint set.</param>
/// <param name="limit">|a| at most, normalised; null for no bound.</param>
/// <param name="dimensions">The bounded dimensions.</param>
internal sealed class LimitedConstraints(IConstraintSet inner, double? limit, IReadOnlyList<int> dimensions) : IConstraintSet
{
    /// <inheritdoc/>
    public IReadOnlyList<double> ChangeTimes => inner.ChangeTimes;

    /// <inheritdoc/>
    public LinearConstraints Build(ConstraintContext context)
    {
        LinearConstraints rows = inner.Build(context);
        return limit is { } size && dimensions.Count > 0 ? new LinearConstraints(rows.Variables, [.. rows.Blocks, Box(context, size)]) : rows;
    }

    private BoxBlock Box(ConstraintContext context, double size)
    {
        int count = dimensions.Count;
        int[] indices = new int[context.Steps * count];
        double[] lower = new double[indices.Length], upper = new double[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            int dimension = dimensions[i % count];
            double before = Before(context.Previous, dimension);
            indices[i] = (i / count * context.Dimensions) + dimension;
            (lower[i], upper[i]) = (Math.Min(-size, before), Math.Max(size, before));
        }
        return new BoxBlock(context.Steps * context.Dimensions, indices, lower, upper);
    }

    private static double Before(ActionChunk? previous, int dimension) => previous is { Steps: > 0 } ? previous[previous.Steps - 1, dimension] : 0;
}
