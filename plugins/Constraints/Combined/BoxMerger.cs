namespace DiffOG.Constraints.Combined;

/// <summary>Boxes: of every value what all of them allow.</summary>
internal sealed class BoxMerger(BoxBlock first, int dimensions) : BlockMerger(first)
{
    private readonly MetBounds bounds = new(first.Variables);

    /// <inheritdoc/>
    protected override bool Fits(ConstraintBlock block) => block is BoxBlock;

    /// <inheritdoc/>
    protected override bool Allows(ConstraintBlock block)
    {
        BoxBlock box = (BoxBlock)block;
        for (int r = 0; r < box.Rows; r++)
        {
            if (!bounds.Allows(box.Indices[r], box.RowLower[r], box.RowUpper[r]))
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    protected override void Meet(ConstraintBlock block)
    {
        BoxBlock box = (BoxBlock)block;
        for (int r = 0; r < box.Rows; r++)
        {
            int i = box.Indices[r];
            if (bounds.Meet(i, box.RowLower[r], box.RowUpper[r]))
                NoteTouching(i / dimensions, i % dimensions, 0, bounds[i].Lower, box, asksForMore: box.RowLower[r] >= bounds[i].Lower);
        }
    }

    /// <inheritdoc/>
    protected override ConstraintBlock Write(ConstraintBlock? like)
    {
        int[] indices = bounds.Places();
        double[] lower = new double[indices.Length], upper = new double[indices.Length];
        for (int r = 0; r < indices.Length; r++)
            (lower[r], upper[r]) = bounds[indices[r]];
        return like is BoxBlock box && box.Variables == first.Variables && box.Indices is int[] same && same.AsSpan().SequenceEqual(indices)
            ? box.With(lower, upper)
            : new BoxBlock(first.Variables, indices, lower, upper);
    }
}
