using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Act.Network;

/// <summary>The root of a checkpoint's names: the reference calls its network <c>model</c>.</summary>
internal sealed class ActNetwork : Module
{
    internal ActNetwork(ActShape shape)
        : base(nameof(ActNetwork))
    {
        var model = new ActModel(shape);
        register_module("model", model);
        Posterior = model.IsVariational ? model.Infer : null;
        Decode = model.Decode;
    }

    /// <summary>See <see cref="ActModel.Infer"/>; null without a latent variable.</summary>
    internal Func<Tensor?, Tensor, Tensor, Posterior>? Posterior { get; }

    /// <summary>See <see cref="ActModel.Decode"/>.</summary>
    internal Func<ActInputs, Tensor, Tensor> Decode { get; }
}
