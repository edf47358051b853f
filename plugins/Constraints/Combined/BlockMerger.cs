namespace DiffOG.Constraints.Combined;

/// <summary>
/// Blocks of one structure on their way to becoming one. A block whose bounds contradict those that are there already
/// is not taken: it stays a block of its own, so that no row has crossed bounds and messages can name both.
/// </summary>
internal abstract class BlockMerger(ConstraintBlock first)
{
    private readonly List<ConstraintBlock> members = [first];
    private bool begun; // Most blocks stay alone; their bounds are not copied.

    /// <summary>The first place where members with room between their bounds leave only one value.</summary>
    internal Contradiction? Touching { get; private set; }

    /// <summary>The merger that begins with a block.</summary>
    internal static BlockMerger Of(ConstraintBlock block, int dimensions) => block switch
    {
        DifferenceBlock difference => new DifferenceMerger(difference),
        BoxBlock box => new BoxMerger(box, dimensions),
        _ => new NoMerger(block),
    };

    /// <summary>Takes a block in.</summary>
    /// <returns>False, and nothing is changed, where it is of another structure or contradicts a member.</returns>
    internal bool TryAdd(ConstraintBlock block)
    {
        if (!Fits(block))
            return false;
        if (!begun)
        {
            begun = true;
            Meet(first);
        }
        if (!Allows(block))
            return false;
        Meet(block);
        members.Add(block);
        return true;
    }

    /// <summary>The block of all members.</summary>
    /// <param name="like">A block that may have the same rows, to share them.</param>
    internal ConstraintBlock Merged(ConstraintBlock? like) =>
        members.Count == 1 ? first : Write(like).Named(string.Join(", ", members.Select(m => m.Source).Distinct()));

    /// <summary>Whether a block has the same structure.</summary>
    protected abstract bool Fits(ConstraintBlock block);

    /// <summary>Whether the bounds of a block leave every value something.</summary>
    protected abstract bool Allows(ConstraintBlock block);

    /// <summary>Narrows the bounds to those of a block.</summary>
    protected abstract void Meet(ConstraintBlock block);

    /// <summary>Writes the met bounds.</summary>
    protected abstract ConstraintBlock Write(ConstraintBlock? like);

    /// <summary>Notes a place where the bounds of a new block leave one value alone of what the members allow.</summary>
    /// <param name="step">t.</param>
    /// <param name="dimension">d.</param>
    /// <param name="order">What is bounded there.</param>
    /// <param name="value">The value that is left.</param>
    /// <param name="block">The new block.</param>
    /// <param name="asksForMore">Whether the new block gives the lower bound, and not the upper one.</param>
    protected void NoteTouching(int step, int dimension, int order, double value, ConstraintBlock block, bool asksForMore)
    {
        string[] old = [.. members.Select(m => m.Source)], added = [block.Source];
        Touching ??= new Contradiction(step, [dimension], order, value, value, asksForMore ? added : old, asksForMore ? old : added);
    }

    /// <summary>General rows stay as they are.</summary>
    private sealed class NoMerger(ConstraintBlock block) : BlockMerger(block)
    {
        protected override bool Fits(ConstraintBlock block) => false;

        protected override bool Allows(ConstraintBlock block) => false;

        protected override void Meet(ConstraintBlock block) => throw new InvalidOperationException("There is nothing to merge.");

        protected override ConstraintBlock Write(ConstraintBlock? like) => throw new InvalidOperationException("There is nothing to merge.");
    }
}
