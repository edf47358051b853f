using DiffOG.Learning.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Networks.Vision;

/// <summary>The basic block of He et al. (2016), fig. 2 and table 1, named as torchvision names it, with group normalisation.</summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly Func<Tensor, Tensor> firstConvolution;
    private readonly Func<Tensor, Tensor> firstNorm;
    private readonly Func<Tensor, Tensor> secondConvolution;
    private readonly Func<Tensor, Tensor> secondNorm;
    private readonly Func<Tensor, Tensor>? shortcutConvolution;
    private readonly Func<Tensor, Tensor>? shortcutNorm;

    internal ResidualBlock(int inputs, int outputs, int stride)
        : base(nameof(ResidualBlock))
    {
        firstConvolution = Register("conv1", ResNet18.Convolution(inputs, outputs, 3, stride));
        firstNorm = Register("bn1", ResNet18.Normalisation(outputs));
        secondConvolution = Register("conv2", ResNet18.Convolution(outputs, outputs, 3, 1));
        secondNorm = Register("bn2", ResNet18.Normalisation(outputs));
        if (stride == 1 && inputs == outputs)
            return;
        var shortcut = new NamedModules();
        shortcutConvolution = shortcut.Add("0", ResNet18.Convolution(inputs, outputs, 1, stride));
        shortcutNorm = shortcut.Add("1", ResNet18.Normalisation(outputs));
        register_module("downsample", shortcut);
    }

    /// <param name="input">[N, C, H, W].</param>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = firstNorm(firstConvolution(input)).relu_();
        hidden = secondNorm(secondConvolution(hidden));
        Tensor shortcut = shortcutConvolution is null ? input : shortcutNorm!(shortcutConvolution(input));
        return hidden.add_(shortcut).relu_().MoveToOuterDisposeScope();
    }

    private Func<Tensor, Tensor> Register(string name, Module<Tensor, Tensor> module)
    {
        register_module(name, module);
        return module.call;
    }
}
