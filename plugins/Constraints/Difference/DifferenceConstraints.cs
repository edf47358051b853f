using DiffOG.Actions;

namespace DiffOG.Constraints.Difference;

/// <summary>Writes the rows of one <see cref="DifferenceBlock"/> a chunk; every row has the bounds of its own time.</summary>
internal sealed class DifferenceConstraints(BoundSchedule schedule, DifferenceOptions options) : IConstraintSet
{
    /// <inheritdoc/>
    public LinearConstraints Build(ConstraintContext context)
    {
        if (context.Dimensions != schedule.Dimensions)
            throw new ArgumentException($"The chunk has {context.Dimensions} dimensions, the action {schedule.Dimensions}.", nameof(context));
        int known = Math.Min(options.Order, context.Previous?.Steps ?? 0);
        var shape = new DifferenceShape(context.Steps, context.Dimensions, options.Order, known, schedule.Constrained);
        double[] lower = new double[shape.Rows], upper = new double[shape.Rows];
        for (int r = 0; r < shape.Rows; r++)
            (lower[r], upper[r]) = BoundsOf(r, shape, context);
        ActionChunk? latest = known == 0 ? null : context.Previous!.Slice(context.Previous.Steps - known, known);
        return new LinearConstraints(context.Steps * context.Dimensions, DifferenceBlock.Create(shape, lower, upper, latest));
    }

    private Interval BoundsOf(int row, DifferenceShape shape, ConstraintContext context)
    {
        (int step, int dimension) = shape.PlaceOf(row);
        Interval bounds = schedule.At(row % shape.Constrained.Count, context.Time + (step * context.StepDuration));
        // Offsets cancel in differences; a negative scale turns the interval around.
        return options.Space == LimitSpace.Action && context.Normalisation is { } normalisation
            ? bounds.Times(normalisation.Scale[dimension])
            : bounds;
    }
}
