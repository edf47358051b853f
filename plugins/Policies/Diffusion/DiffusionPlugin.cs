using DiffOG.Composition;
using DiffOG.Learning.Policies;

namespace DiffOG.Policies.Diffusion;

/// <summary>Makes an untrained diffusion policy; train it, or load a checkpoint into it.</summary>
[Plugin("diffusion", "Diffusion policy on observed values and pictures: a conditional 1-D U-Net that denoises action chunks.")]
public sealed class DiffusionPlugin : Plugin<ITrainablePolicy, DiffusionOptions>
{
    /// <inheritdoc/>
    public override ITrainablePolicy Create(DiffusionOptions options, PluginContext context) =>
        new DiffusionPolicy(options, context.RequiredObservations, context.RequiredAction);
}
