using DiffOG.Actions;
using DiffOG.Constraints.Bounds;

namespace DiffOG.Constraints.Box;

/// <summary>Writes one <see cref="BoxBlock"/> a chunk: a row for every value that has a bound at its own time.</summary>
internal sealed class BoxConstraints(DimensionBounds bounds, LimitSpace space) : IConstraintSet
{
    // What was built last: the next chunk mostly has the same rows and shares them.
    private BoxBlock? last;

    /// <inheritdoc/>
    public LinearConstraints Build(ConstraintContext context)
    {
        bounds.CheckShape(context);
        int most = context.Steps * bounds.Constrained.Count;
        int[] indices = new int[most];
        double[] lower = new double[most], upper = new double[most];
        int rows = Write(context, indices, lower, upper);
        Array.Resize(ref indices, rows); // Copies only where a value has no bound.
        Array.Resize(ref lower, rows);
        Array.Resize(ref upper, rows);
        return new LinearConstraints(context.Steps * context.Dimensions, Block(context, indices, lower, upper));
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> ChangeTimes => bounds.Timeline.Changes;

    private int Write(ConstraintContext context, int[] indices, double[] lower, double[] upper)
    {
        ActionNormalisation? normalisation = space == LimitSpace.Action ? context.Normalisation : null;
        int row = 0;
        for (int step = 0; step < context.Steps; step++)
        {
            Moment moment = bounds.Timeline.At(context.Time + (step * context.StepDuration));
            for (int c = 0; c < bounds.Constrained.Count; c++)
            {
                int dimension = bounds.Constrained[c];
                Interval interval = moment[c];
                if (interval.IsOpen)
                    continue;
                indices[row] = (step * context.Dimensions) + dimension;
                (lower[row], upper[row]) = normalisation is null ? interval : interval.Times(normalisation.Scale[dimension]).Plus(normalisation.Offset[dimension]);
                row++;
            }
        }
        return row;
    }

    private BoxBlock Block(ConstraintContext context, int[] indices, double[] lower, double[] upper)
    {
        BoxBlock? like = last;
        int variables = context.Steps * context.Dimensions;
        bool same = like?.Variables == variables && ((int[])like.Indices).AsSpan().SequenceEqual(indices);
        return last = same ? like!.With(lower, upper) : new BoxBlock(variables, indices, lower, upper);
    }
}
