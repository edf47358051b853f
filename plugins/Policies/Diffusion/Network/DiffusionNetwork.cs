using DiffOG.Learning.Policies;
using DiffOG.Policies.Networks.Noise;
using DiffOG.Policies.Networks.Vision;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Diffusion.Network;

/// <summary>
/// The root of a checkpoint's names: the reference calls its denoising network <c>model</c> and its encoder of
/// observations <c>obs_encoder</c>.
/// </summary>
internal sealed class DiffusionNetwork : Module, IDenoisingNetwork
{
    private readonly Func<ObservationBatch, Tensor> encode;
    private readonly Denoise denoise;

    internal DiffusionNetwork(ObservationEncoder encoder, UnetShape shape)
        : base(nameof(DiffusionNetwork))
    {
        register_module("obs_encoder", encoder);
        encode = encoder.Encode;
        var model = new ConditionalUnet1D(shape);
        register_module("model", model);
        denoise = model.call;
    }

    /// <summary>The features of all observed steps, one after the other.</summary>
    /// <returns>[B, To·F].</returns>
    /// <inheritdoc/>
    public Tensor Condition(ObservationBatch observations) => encode(observations).flatten(1);

    /// <inheritdoc/>
    public Tensor Denoise(Tensor noisy, Tensor times, Tensor condition) => denoise(noisy, times, condition);
}
