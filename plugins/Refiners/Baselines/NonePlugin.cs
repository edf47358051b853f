using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;

namespace DiffOG.Refiners.Baselines;

/// <summary>Makes the refiner that leaves chunks as they are: the policy alone, judged by the same constraints.</summary>
[Plugin("none", "Leaves chunks as they are: the policy alone.")]
public sealed class NonePlugin : Plugin<ITrajectoryRefiner, NoOptions>
{
    /// <inheritdoc/>
    public override ITrajectoryRefiner Create(NoOptions options, PluginContext context) => new Identity(BaselineParts.From(context));

    private sealed class Identity(BaselineParts parts) : BaselineRefiner(parts, RefinementStatus.Unchanged)
    {
        /// <summary>To the bit what was proposed, not there and back through the normalisation.</summary>
        protected override ActionChunk Raw(ActionChunk proposed, ActionChunk chunk, ActionChunk previous, LinearConstraints rows) =>
            proposed.Slice(0, proposed.Steps);

        protected override ActionChunk Refined(ActionChunk chunk, ActionChunk previous, LinearConstraints rows) => chunk;
    }
}
