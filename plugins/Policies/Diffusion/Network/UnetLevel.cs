using DiffOG.Learning.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Diffusion.Network;

/// <summary>Two residual blocks, and after them a change of length (by half or by two) or none.</summary>
internal sealed class UnetLevel : Module
{
    private readonly Func<Tensor, Tensor, Tensor> first;
    private readonly Func<Tensor, Tensor, Tensor> second;
    private readonly Func<Tensor, Tensor>? resample;

    internal UnetLevel(ConditionalResidualBlock1D first, ConditionalResidualBlock1D second, Module<Tensor, Tensor>? resample)
        : base(nameof(UnetLevel))
    {
        (this.first, this.second, this.resample) = (first.call, second.call, resample is null ? null : resample.call);
        register_module("0", first);
        register_module("1", second);
        if (resample is not null)
            register_module("2", new NamedModules().With("conv", resample));
    }

    internal Tensor Refine(Tensor input, Tensor activated) => second(first(input, activated), activated);

    internal Tensor Resample(Tensor input) => resample?.Invoke(input) ?? input;
}
