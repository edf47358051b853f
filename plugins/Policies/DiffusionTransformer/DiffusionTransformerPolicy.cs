using DiffOG.Policies.DiffusionTransformer.Network;
using DiffOG.Policies.Networks.Noise;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Specs;

namespace DiffOG.Policies.DiffusionTransformer;

/// <summary>The diffusion policy of Chi et al. (2023) with the network that it calls time-series diffusion transformer.</summary>
/// <param name="options">Valid.</param>
/// <param name="observations">What the task shows.</param>
/// <param name="action">What it wants.</param>
internal sealed class DiffusionTransformerPolicy(DiffusionTransformerOptions options, ObservationSpec observations, ActionSpec action)
    : DenoisingPolicy<DiffusionTransformerNetwork>(options, observations, action)
{
    /// <inheritdoc/>
    protected override DiffusionTransformerNetwork Build()
    {
        var encoder = new ObservationEncoder(Spec.Observations, options.Vision);
        return new DiffusionTransformerNetwork(encoder, new TransformerShape
        {
            ActionSize = Spec.Action.Size,
            Steps = options.Horizon,
            ConditionSize = encoder.Size,
            ConditionSteps = Spec.ObservationSteps,
            EmbedSize = options.EmbedSize,
            Heads = options.Heads,
            Layers = options.Layers,
            IsDecoder = options.Architecture is ArchitectureKind.Decoder,
            ConditionLayers = options.ConditionLayers,
            Causal = options.Causal,
            ScaledCondition = options.InitialWeights is InitialWeightsKind.ScaledCondition,
            EmbeddingDropout = options.EmbeddingDropout,
            Dropout = options.Dropout,
        });
    }
}
