using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Diagnostics;

namespace DiffOG.Refiners.Baselines;

/// <summary>
/// Makes the greedy clipping of LeTO: one step after the other is moved to the nearest value that the first-difference
/// bounds allow from the step really taken before.
/// </summary>
[Plugin("clip", "Greedy clipping: each step is clipped to the limits from the step really taken before.")]
public sealed class ClipPlugin : Plugin<ITrajectoryRefiner, NoOptions>
{
    /// <inheritdoc/>
    /// <exception cref="DiffOGException">DOG1803: the experiment's constraints are not bounds on first differences. DOG1150: a part is missing.</exception>
    public override ITrajectoryRefiner Create(NoOptions options, PluginContext context)
    {
        BaselineParts parts = BaselineParts.From(context);
        var standstill = new ActionChunk(1, parts.Dimensions, new double[parts.Dimensions]);
        ConstraintBlock? other = parts.Rows(standstill, 0).Blocks.FirstOrDefault(b => b is not DifferenceBlock { Shape.Order: 1 });
        if (other is not null)
            throw new DiffOGException("DOG1803", $"The refiner 'clip' can clip to bounds on first differences only; the experiment's constraints hold {Name(other)}.", "Leave 'clip' out of this experiment, or use first differences.");
        return new Clipping(parts);
    }

    private static string Name(ConstraintBlock block) =>
        block is DifferenceBlock difference ? $"differences of order {difference.Shape.Order}" : $"a {block.GetType().Name}";

    private sealed class Clipping(BaselineParts parts) : BaselineRefiner(parts, RefinementStatus.Refined)
    {
        protected override ActionChunk Refined(ActionChunk chunk, ActionChunk previous, LinearConstraints rows) =>
            SequentialChunk.Create(rows, chunk.Dimensions, (i, _) => chunk.Values[i]);
    }
}
