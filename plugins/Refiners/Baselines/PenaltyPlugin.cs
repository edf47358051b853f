using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;

namespace DiffOG.Refiners.Baselines;

/// <summary>
/// Makes the penalty optimisation: minimise Σ (a − â)² + λ Σ (Δa)² + ρ Σ violation², previous action included. Limits
/// are soft, so chunks may violate them; then the status says so.
/// </summary>
[Plugin("penalty", "Penalty optimisation: smooth, near the proposal, limits as a squared penalty; may violate them.")]
public sealed class PenaltyPlugin : Plugin<ITrajectoryRefiner, PenaltyOptions>
{
    /// <inheritdoc/>
    public override ITrajectoryRefiner Create(PenaltyOptions options, PluginContext context) =>
        new Soft(BaselineParts.From(context), options, context.RequiredAction.MotionDimensions);

    private sealed class Soft(BaselineParts parts, PenaltyOptions options, IReadOnlyList<int> motion) : BaselineRefiner(parts, RefinementStatus.Refined)
    {
        protected override ActionChunk Refined(ActionChunk chunk, ActionChunk previous, LinearConstraints rows)
        {
            var soft = new SoftProblem(chunk.Values, [(options.SmoothWeight, Differences(chunk, previous)), (options.PenaltyWeight, rows)]);
            return new ActionChunk(chunk.Steps, chunk.Dimensions, soft.Minimise());
        }

        /// <summary>Consecutive differences, held to zero.</summary>
        private LinearConstraints Differences(ActionChunk chunk, ActionChunk previous)
        {
            var shape = new DifferenceShape(chunk.Steps, chunk.Dimensions, Order: 1, Known: 1, motion);
            ActionChunk last = previous.Slice(previous.Steps - 1, 1);
            return new LinearConstraints(chunk.Values.Length, DifferenceBlock.Create(shape, new double[shape.Rows], new double[shape.Rows], last));
        }
    }
}
