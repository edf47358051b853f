namespace DiffOG.Constraints.Combined;

/// <summary>Boxes: of every value what all of them allow.</summary>
internal sealed class BoxMerger : BlockMerger
{
    private readonly MetBounds bounds;
    private readonly int dimensions;

    internal BoxMerger(BoxBlock first, int dimensions)
        : base(first)
    {
        (bounds, this.dimensions) = (new MetBounds(first.Variables), dimensions);
        Meet(first);
    }

    /// <inheritdoc/>
    protected override bool Fits(ConstraintBlock block) => block is BoxBlock;

    /// <inheritdoc/>
    protected override bool Overlaps(ConstraintBlock block)
    {
        BoxBlock box = (BoxBlock)block;
        for (int r = 0; r < box.Rows; r++)
        {
            if (!bounds.Allows(box.Indices[r], box.RowLower[r], box.RowUpper[r]))
                return false;
        }
        Meet(box);
        return true;
    }

    /// <inheritdoc/>
    protected override ConstraintBlock Write(ConstraintBlock? like)
    {
        int rows = bounds.Bounded.Count(b => b);
        int[] indices = new int[rows];
        double[] lower = new double[rows], upper = new double[rows];
        for (int i = 0, r = 0; i < bounds.Bounded.Length; i++)
        {
            if (bounds.Bounded[i])
                (indices[r], (lower[r], upper[r++])) = (i, bounds[i]);
        }
        return like is BoxBlock box && box.Variables == bounds.Bounded.Length && box.Indices is int[] same && same.AsSpan().SequenceEqual(indices)
            ? box.With(lower, upper)
            : new BoxBlock(bounds.Bounded.Length, indices, lower, upper);
    }

    private void Meet(BoxBlock box)
    {
        for (int r = 0; r < box.Rows; r++)
        {
            int i = box.Indices[r];
            if (bounds.Meet(i, box.RowLower[r], box.RowUpper[r]))
                NoteTouching(i / dimensions, i % dimensions, 0, bounds[i].Lower, box, asksForMore: box.RowLower[r] >= bounds[i].Lower);
        }
    }
}
