using DiffOG.Composition;
using DiffOG.Learning.Policies;

namespace DiffOG.Policies.DiffusionTransformer;

/// <summary>Makes an untrained diffusion policy with a transformer; train it, or load a checkpoint into it.</summary>
[Plugin("diffusion-transformer", "Diffusion policy whose network is a transformer: the steps of a chunk attend to each other and to the observations.")]
public sealed class DiffusionTransformerPlugin : Plugin<ITrainablePolicy, DiffusionTransformerOptions>
{
    /// <inheritdoc/>
    public override ITrainablePolicy Create(DiffusionTransformerOptions options, PluginContext context) =>
        new DiffusionTransformerPolicy(options, context.RequiredObservations, context.RequiredAction);
}
