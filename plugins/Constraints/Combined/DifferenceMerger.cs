namespace DiffOG.Constraints.Combined;

/// <summary>Differences of one order from one past: of every dimension what all of them allow.</summary>
internal sealed class DifferenceMerger : BlockMerger
{
    private readonly DifferenceBlock first;
    private readonly MetBounds bounds; // [T − first step, D].
    private readonly bool[] constrained;

    internal DifferenceMerger(DifferenceBlock first)
        : base(first)
    {
        this.first = first;
        constrained = new bool[first.Shape.Dimensions];
        bounds = new MetBounds(Math.Max(0, first.Shape.Steps - first.Shape.FirstStep) * first.Shape.Dimensions);
        Meet(first);
    }

    /// <inheritdoc/>
    protected override bool Fits(ConstraintBlock block) => block is DifferenceBlock other
        && (other.Shape.Order, other.Shape.Known, other.Shape.Steps) == (first.Shape.Order, first.Shape.Known, first.Shape.Steps)
        && (other.Previous is null ? first.Previous is null : first.Previous is not null && other.Previous.Values.AsSpan().SequenceEqual(first.Previous.Values));

    /// <inheritdoc/>
    protected override bool Overlaps(ConstraintBlock block)
    {
        DifferenceBlock other = (DifferenceBlock)block;
        for (int r = 0; r < other.Rows; r++)
        {
            if (!bounds.Allows(PlaceOf(other, r), other.Lower[r], other.Upper[r]))
                return false;
        }
        Meet(other);
        return true;
    }

    /// <inheritdoc/>
    protected override ConstraintBlock Write(ConstraintBlock? like)
    {
        int[] dimensions = [.. Enumerable.Range(0, constrained.Length).Where(d => constrained[d])];
        DifferenceShape shape = first.Shape with { Constrained = dimensions };
        double[] lower = new double[shape.Rows], upper = new double[shape.Rows];
        for (int r = 0; r < lower.Length; r++)
            (lower[r], upper[r]) = bounds[(r / dimensions.Length * constrained.Length) + dimensions[r % dimensions.Length]];
        foreach (DifferenceBlock? known in new[] { first, like as DifferenceBlock })
        {
            if (known is not null && HasRowsOf(known.Shape, shape))
                return known.With(lower, upper, first.Previous);
        }
        return DifferenceBlock.Create(shape, lower, upper, first.Previous);
    }

    private void Meet(DifferenceBlock block)
    {
        foreach (int d in block.Shape.Constrained)
            constrained[d] = true;
        for (int r = 0; r < block.Rows; r++)
        {
            int place = PlaceOf(block, r);
            if (bounds.Meet(place, block.Lower[r], block.Upper[r]))
                NoteTouching(block.Shape.PlaceOf(r).Step, block.Shape.PlaceOf(r).Dimension, block.Shape.Order, bounds[place].Lower, block, asksForMore: block.Lower[r] >= bounds[place].Lower);
        }
    }

    private int PlaceOf(DifferenceBlock block, int row)
    {
        (int step, int dimension) = block.Shape.PlaceOf(row);
        return ((step - block.Shape.FirstStep) * constrained.Length) + dimension;
    }

    private static bool HasRowsOf(DifferenceShape a, DifferenceShape b) =>
        (a.Steps, a.Dimensions, a.Order, a.Known) == (b.Steps, b.Dimensions, b.Order, b.Known) && a.Constrained.SequenceEqual(b.Constrained);
}
