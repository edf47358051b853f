using DiffOG.Learning.Networks;
using DiffOG.Policies.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Diffusion.Network;

/// <summary>Convolution that keeps the length, group normalisation, Mish.</summary>
internal sealed class Conv1dBlock : Module<Tensor, Tensor>
{
    private readonly Func<Tensor, Tensor> convolution;
    private readonly Func<Tensor, Tensor> normalisation;

    internal Conv1dBlock(int inputs, int outputs, int kernel, int groups)
        : base(nameof(Conv1dBlock))
    {
        var block = new NamedModules();
        convolution = block.Add("0", Conv1d(inputs, outputs, kernel, padding: kernel / 2));
        normalisation = block.Add("1", GroupNorms.Create(groups, outputs));
        register_module("block", block);
    }

    /// <param name="input">[B, C, T].</param>
    public override Tensor forward(Tensor input) => functional.mish(normalisation(convolution(input)));
}
