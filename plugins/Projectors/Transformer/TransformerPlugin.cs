using DiffOG.Composition;
using DiffOG.Learning.Projectors;

namespace DiffOG.Projectors.Transformer;

/// <summary>Makes the transformer projector of DiffOG (arXiv 2504.13807, section III).</summary>
[Plugin("transformer", "Transformer that turns a chunk into a cost matrix; trained through the quadratic program.")]
public sealed class TransformerPlugin : Plugin<ITrainableQProjector, TransformerOptions>
{
    /// <inheritdoc/>
    public override ITrainableQProjector Create(TransformerOptions options, PluginContext context) =>
        new TransformerProjector(options, context.RequiredChunkSteps, context.RequiredAction.Size, context.Seed);
}
