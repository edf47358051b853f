using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Projectors;

namespace DiffOG.Refiners.DiffOG;

/// <summary>Makes the refiner of the paper (arXiv 2504.13807): learned cost, quadratic program, hard limits.</summary>
[Plugin("diffog", "The DiffOG layer: learned cost, quadratic program, hard limits; brakes where it fails.", Needs = [typeof(IQProjector)])]
public sealed class DiffOGPlugin : Plugin<ITrajectoryRefiner, DiffOGRefinerOptions>
{
    /// <inheritdoc/>
    public override ITrajectoryRefiner Create(DiffOGRefinerOptions options, PluginContext context)
    {
        IQProjector projector = context.Part<IQProjector>();
        if (projector.Steps != context.RequiredChunkSteps || projector.Dimensions != context.RequiredAction.Size)
            throw new DiffOGException("DOG1851", $"The projector is made for chunks [{projector.Steps}, {projector.Dimensions}], but the policy proposes [{context.RequiredChunkSteps}, {context.RequiredAction.Size}].", "Use a projector that was made and trained for this policy and task.");
        return new QpRefiner(RefinerParts.From(context, projector, context.Part<LayerSettings>()), options.Tolerance, options.WarmStart);
    }
}
