using DiffOG.Composition;

namespace DiffOG.Refiners.DiffOG;

/// <summary>Makes the ablation of DiffOG without learning: the same quadratic program with Q = I.</summary>
[Plugin("fixed-cost", "The quadratic program of DiffOG with Q = I: hard limits and smoothing, nothing learned.")]
public sealed class FixedCostPlugin : Plugin<ITrajectoryRefiner, FixedCostOptions>
{
    /// <inheritdoc/>
    public override ITrajectoryRefiner Create(FixedCostOptions options, PluginContext context)
    {
        var settings = new LayerSettings(options.Objective, options.SmoothWeight, context.RequiredAction.MotionDimensions);
        var projector = new IdentityCost(context.RequiredChunkSteps, context.RequiredAction.Size);
        return new QpRefiner(RefinerParts.From(context, projector, settings), options.Tolerance, options.WarmStart);
    }
}
