namespace DiffOG.Constraints.Combined;

/// <summary>Differences of one order from one past: of every dimension what all of them allow.</summary>
internal sealed class DifferenceMerger(DifferenceBlock first) : BlockMerger(first)
{
    private readonly MetBounds bounds = new(first.Shape.Constrained.Count == 0 ? 0 : first.Rows / first.Shape.Constrained.Count * first.Shape.Dimensions); // [T − first step, D].
    private readonly bool[] constrained = new bool[first.Shape.Dimensions];

    /// <inheritdoc/>
    protected override bool Fits(ConstraintBlock block) => block is DifferenceBlock { Rows: > 0 } other && first.Rows > 0
        && (other.Shape.Order, other.Shape.Known, other.Shape.Steps) == (first.Shape.Order, first.Shape.Known, first.Shape.Steps)
        && (other.Previous is null ? first.Previous is null : first.Previous is not null && other.Previous.Values.AsSpan().SequenceEqual(first.Previous.Values));

    /// <inheritdoc/>
    protected override bool Allows(ConstraintBlock block)
    {
        DifferenceBlock other = (DifferenceBlock)block;
        for (int r = 0; r < other.Rows; r++)
        {
            if (!bounds.Allows(PlaceOf(other.Shape.PlaceOf(r)), other.Lower[r], other.Upper[r]))
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    protected override void Meet(ConstraintBlock block)
    {
        DifferenceBlock other = (DifferenceBlock)block;
        foreach (int d in other.Shape.Constrained)
            constrained[d] = true;
        for (int r = 0; r < other.Rows; r++)
        {
            (int step, int dimension) = other.Shape.PlaceOf(r);
            int place = PlaceOf((step, dimension));
            if (bounds.Meet(place, other.Lower[r], other.Upper[r]))
                NoteTouching(step, dimension, other.Shape.Order, bounds[place].Lower, other, asksForMore: other.Lower[r] >= bounds[place].Lower);
        }
    }

    /// <inheritdoc/>
    protected override ConstraintBlock Write(ConstraintBlock? like)
    {
        int[] dimensions = [.. Enumerable.Range(0, constrained.Length).Where(d => constrained[d])];
        DifferenceShape shape = first.Shape with { Constrained = dimensions };
        double[] lower = new double[shape.Rows], upper = new double[shape.Rows];
        for (int r = 0; r < lower.Length; r++)
            (lower[r], upper[r]) = bounds[PlaceOf(shape.PlaceOf(r))];
        if (HasRowsOf(first.Shape, shape))
            return first.With(lower, upper, first.Previous);
        return like is DifferenceBlock last && HasRowsOf(last.Shape, shape)
            ? last.With(lower, upper, first.Previous)
            : DifferenceBlock.Create(shape, lower, upper, first.Previous);
    }

    private int PlaceOf((int Step, int Dimension) place) => ((place.Step - first.Shape.FirstStep) * constrained.Length) + place.Dimension;

    private static bool HasRowsOf(DifferenceShape a, DifferenceShape b) =>
        (a.Steps, a.Dimensions, a.Order, a.Known) == (b.Steps, b.Dimensions, b.Order, b.Known) && a.Constrained.SequenceEqual(b.Constrained);
}
