using DiffOG.Learning.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Diffusion.Network;

/// <summary>Two convolution blocks with a residual path; the condition shifts, and optionally scales, each channel between them (FiLM).</summary>
internal sealed class ConditionalResidualBlock1D : Module<Tensor, Tensor, Tensor>
{
    private readonly Func<Tensor, Tensor> first;
    private readonly Func<Tensor, Tensor> second;
    private readonly Func<Tensor, Tensor> condition;
    private readonly Func<Tensor, Tensor>? residual;
    private readonly bool predictScale;

    internal ConditionalResidualBlock1D(int inputs, int outputs, int conditionSize, UnetShape shape)
        : base(nameof(ConditionalResidualBlock1D))
    {
        predictScale = shape.PredictScale;
        var blocks = new NamedModules();
        first = blocks.Add("0", new Conv1dBlock(inputs, outputs, shape.KernelSize, shape.Groups));
        second = blocks.Add("1", new Conv1dBlock(outputs, outputs, shape.KernelSize, shape.Groups));
        var encoder = new NamedModules();
        condition = encoder.Add("1", Linear(conditionSize, predictScale ? 2 * outputs : outputs));
        register_module("blocks", blocks);
        register_module("cond_encoder", encoder);
        if (inputs == outputs)
            return;
        Module<Tensor, Tensor> projection = Conv1d(inputs, outputs, 1);
        register_module("residual_conv", projection);
        residual = projection.call;
    }

    /// <param name="input">[B, C, T].</param>
    /// <param name="activated">[B, E] the condition after Mish, which is the same for every block and computed once.</param>
    public override Tensor forward(Tensor input, Tensor activated)
    {
        Tensor modulation = condition(activated).unsqueeze(2);
        Tensor hidden = Modulate(first(input), modulation);
        return second(hidden).add_(residual is null ? input : residual(input));
    }

    private Tensor Modulate(Tensor hidden, Tensor modulation)
    {
        if (!predictScale)
            return hidden + modulation;
        Tensor[] parts = modulation.chunk(2, 1);
        return addcmul(parts[1], parts[0], hidden, 1);
    }
}
