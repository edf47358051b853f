namespace DiffOG.Constraints.Combined;

/// <summary>One of the sets.</summary>
/// <param name="Name">As messages name it.</param>
/// <param name="Set">The set.</param>
internal sealed record Part(string Name, IConstraintSet Set);

/// <summary>Lists the blocks of all parts, those of equal structure as one block.</summary>
internal sealed class CombinedConstraints(IReadOnlyList<Part> parts) : IConstraintSet
{
    // What was built last: the next chunk mostly has the same rows and shares them.
    private ConstraintBlock[] last = [];

    /// <inheritdoc/>
    public IReadOnlyList<double> ChangeTimes { get; } = [.. parts.SelectMany(p => p.Set.ChangeTimes).Distinct().Order()];

    /// <inheritdoc/>
    public LinearConstraints Build(ConstraintContext context)
    {
        List<BlockMerger> merged = Merge(context);
        ConstraintBlock[] like = last, blocks = new ConstraintBlock[merged.Count];
        for (int b = 0; b < blocks.Length; b++)
            blocks[b] = merged[b].Merged(b < like.Length ? like[b] : null);
        last = blocks;
        return new LinearConstraints(context.Steps * context.Dimensions, blocks);
    }

    /// <summary>Where bounds of two parts leave a single value.</summary>
    internal Contradiction? Touching(ConstraintContext context) => Merge(context).Select(m => m.Touching).FirstOrDefault(t => t is not null);

    private List<BlockMerger> Merge(ConstraintContext context)
    {
        List<BlockMerger> merged = [];
        foreach (Part part in parts)
        {
            foreach (ConstraintBlock block in part.Set.Build(context).Blocks)
                Add(merged, block.Named(block.Source.Length == 0 ? part.Name : $"{part.Name}, {block.Source}"), context.Dimensions);
        }
        return merged;
    }

    private static void Add(List<BlockMerger> merged, ConstraintBlock block, int dimensions)
    {
        foreach (BlockMerger merger in merged)
        {
            if (merger.TryAdd(block))
                return;
        }
        merged.Add(BlockMerger.Of(block, dimensions));
    }
}
