using DiffOG.Policies.Diffusion.Network;
using DiffOG.Policies.Networks.Noise;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Specs;

namespace DiffOG.Policies.Diffusion;

/// <summary>The diffusion policy of Chi et al. (2023) on observed values and pictures.</summary>
/// <param name="options">Valid.</param>
/// <param name="observations">What the task shows.</param>
/// <param name="action">What it wants.</param>
internal sealed class DiffusionPolicy(DiffusionOptions options, ObservationSpec observations, ActionSpec action)
    : DenoisingPolicy<DiffusionNetwork>(options, observations, action)
{
    /// <inheritdoc/>
    protected override DiffusionNetwork Build()
    {
        var encoder = new ObservationEncoder(Spec.Observations, options.Vision);
        return new DiffusionNetwork(encoder, new UnetShape(
            Spec.Action.Size, Spec.ObservationSteps * encoder.Size, options.StepEmbedding, options.Channels,
            options.KernelSize, options.Groups, options.PredictScale));
    }
}
