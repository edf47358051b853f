using DiffOG.Learning.Policies;
using DiffOG.Policies.Networks.Noise;
using DiffOG.Policies.Networks.Vision;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.DiffusionTransformer.Network;

/// <summary>
/// The root of a checkpoint's names: the reference calls its denoising network <c>model</c> and its encoder of
/// observations <c>obs_encoder</c>.
/// </summary>
internal sealed class DiffusionTransformerNetwork : Module, IDenoisingNetwork
{
    private readonly Func<ObservationBatch, Tensor> encode;
    private readonly Func<Tensor, Tensor, Tensor?, Tensor> denoise;

    internal DiffusionTransformerNetwork(ObservationEncoder encoder, TransformerShape shape)
        : base(nameof(DiffusionTransformerNetwork))
    {
        register_module("obs_encoder", encoder);
        encode = encoder.Encode;
        var model = new DenoisingTransformer(shape);
        register_module("model", model);
        denoise = model.call;
    }

    /// <summary>The features of every observed step.</summary>
    /// <returns>[B, To, F].</returns>
    /// <inheritdoc/>
    public Tensor Condition(ObservationBatch observations) => encode(observations);

    /// <inheritdoc/>
    public Tensor Denoise(Tensor noisy, Tensor times, Tensor condition) => denoise(noisy, times, condition);
}
