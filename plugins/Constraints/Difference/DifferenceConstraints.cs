using DiffOG.Actions;
using DiffOG.Constraints.Bounds;

namespace DiffOG.Constraints.Difference;

/// <summary>Writes the rows of one <see cref="DifferenceBlock"/> a chunk; every row has the bounds of its own time.</summary>
internal sealed class DifferenceConstraints(DimensionBounds bounds, int order, LimitSpace space) : IConstraintSet
{
    // What was built last, by the number of previous actions: the next chunk mostly has the same rows and shares them.
    private readonly DifferenceBlock?[] last = new DifferenceBlock?[order + 1];

    /// <inheritdoc/>
    public LinearConstraints Build(ConstraintContext context)
    {
        bounds.CheckShape(context);
        int known = Math.Min(order, context.Previous?.Steps ?? 0);
        DifferenceBlock? like = last[known];
        DifferenceShape shape = like?.Shape.Steps == context.Steps ? like.Shape : new DifferenceShape(context.Steps, context.Dimensions, order, known, bounds.Constrained);
        (double[] lower, double[] upper) = BoundsOf(shape, context);
        ActionChunk? latest = known == 0 ? null : context.Previous!.Slice(context.Previous.Steps - known, known);
        DifferenceBlock block = ReferenceEquals(like?.Shape, shape) ? like!.With(lower, upper, latest) : DifferenceBlock.Create(shape, lower, upper, latest);
        last[known] = block;
        return new LinearConstraints(context.Steps * context.Dimensions, block);
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> ChangeTimes => bounds.Timeline.Changes;

    private (double[] Lower, double[] Upper) BoundsOf(DifferenceShape shape, ConstraintContext context)
    {
        ActionNormalisation? normalisation = space == LimitSpace.Action ? context.Normalisation : null;
        double[] lower = new double[shape.Rows], upper = new double[shape.Rows];
        for (int step = shape.FirstStep, r = 0; step < shape.Steps; step++)
        {
            Moment moment = bounds.Timeline.At(context.Time + (step * context.StepDuration));
            for (int c = 0; c < bounds.Constrained.Count; c++, r++)
            {
                // Offsets cancel in differences.
                (lower[r], upper[r]) = normalisation is null ? moment[c] : moment[c].Times(normalisation.Scale[bounds.Constrained[c]]);
            }
        }
        return (lower, upper);
    }
}
