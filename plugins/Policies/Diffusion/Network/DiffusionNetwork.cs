using DiffOG.Policies.Networks.Noise;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Diffusion.Network;

/// <summary>The root of a checkpoint's names: the reference calls its denoising network <c>model</c>.</summary>
internal sealed class DiffusionNetwork : Module
{
    internal DiffusionNetwork(UnetShape shape)
        : base(nameof(DiffusionNetwork))
    {
        var model = new ConditionalUnet1D(shape);
        register_module("model", model);
        Denoise = model.call;
    }

    /// <summary>Predicts the noise in a chunk, or the chunk.</summary>
    internal Denoise Denoise { get; }
}
