using DiffOG.Constraints;

namespace DiffOG.Testing.Fakes;

/// <summary>|x_t − x_{t−1}| ≤ limit for some dimensions, in normalised actions.</summary>
/// <param name="limit">The limit.</param>
/// <param name="constrained">The dimensions, ascending.</param>
public sealed class StepLimit(double limit, params IReadOnlyList<int> constrained) : IConstraintSet
{
    /// <inheritdoc/>
    public LinearConstraints Build(ConstraintContext context)
    {
        var shape = new DifferenceShape(context.Steps, context.Dimensions, Order: 1, Known: context.Previous is null ? 0 : 1, constrained);
        double[] Bound(double value) => [.. Enumerable.Repeat(value, shape.Rows)];
        return new LinearConstraints(
            context.Steps * context.Dimensions,
            DifferenceBlock.Create(shape, Bound(-limit), Bound(limit), context.Previous?.Slice(context.Previous.Steps - 1, 1)));
    }
}
