using DiffOG.Learning.Networks;
using DiffOG.Policies.Networks;
using System.Globalization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Diffusion.Network;

/// <summary>
/// Predicts the noise in an action chunk, given the diffusion step and a global condition (Chi et al. 2023, the
/// convolutional network). Parameters have the names of the reference implementation.
/// </summary>
internal sealed class ConditionalUnet1D : Module<Tensor, Tensor, Tensor, Tensor>
{
    private readonly Func<Tensor, Tensor> embed;
    private readonly Func<Tensor, Tensor> stepIn;
    private readonly Func<Tensor, Tensor> stepOut;
    private readonly UnetLevel[] down;
    private readonly Func<Tensor, Tensor, Tensor>[] middle;
    private readonly UnetLevel[] up;
    private readonly Func<Tensor, Tensor> lastBlock;
    private readonly Func<Tensor, Tensor> lastConvolution;

    internal ConditionalUnet1D(UnetShape shape)
        : base(nameof(ConditionalUnet1D))
    {
        int embedding = shape.StepEmbedding;
        int[] channels = [.. shape.Channels];
        ConditionalResidualBlock1D Block(int inputs, int outputs) => new(inputs, outputs, embedding + shape.ConditionSize, shape);

        NamedModules steps = Named("diffusion_step_encoder");
        embed = steps.Add("0", new SinusoidalEmbedding(embedding));
        stepIn = steps.Add("1", Linear(embedding, 4 * embedding));
        stepOut = steps.Add("3", Linear(4 * embedding, embedding));
        down = Levels("down_modules", channels.Select((outputs, i) => new UnetLevel(
            Block(i == 0 ? shape.InputSize : channels[i - 1], outputs),
            Block(outputs, outputs),
            i < channels.Length - 1 ? Conv1d(outputs, outputs, 3, stride: 2, padding: 1L) : null)));
        NamedModules centre = Named("mid_modules");
        middle = [centre.Add("0", Block(channels[^1], channels[^1])), centre.Add("1", Block(channels[^1], channels[^1]))];
        up = Levels("up_modules", Enumerable.Range(1, channels.Length - 1).Reverse().Select(i => new UnetLevel(
            Block(2 * channels[i], channels[i - 1]),
            Block(channels[i - 1], channels[i - 1]),
            ConvTranspose1d(channels[i - 1], channels[i - 1], 4, stride: 2, padding: 1))));
        NamedModules final = Named("final_conv");
        lastBlock = final.Add("0", new Conv1dBlock(channels[0], channels[0], shape.KernelSize, shape.Groups));
        lastConvolution = final.Add("1", Conv1d(channels[0], shape.InputSize, 1));
    }

    /// <summary>Says of noisy chunks what it was trained to say.</summary>
    /// <param name="sample">[B, T, D] the noisy chunks.</param>
    /// <param name="times">[B] how noisy each is.</param>
    /// <param name="condition">[B, To·O].</param>
    /// <returns>[B, T, D].</returns>
    public override Tensor forward(Tensor sample, Tensor times, Tensor condition)
    {
        Tensor embedded = stepOut(functional.mish(stepIn(embed(times).to_type(sample.dtype))));
        Tensor activated = functional.mish(cat([embedded, condition], 1));
        Tensor hidden = sample.transpose(1, 2).contiguous();
        var skips = new Stack<Tensor>();
        foreach (UnetLevel level in down)
        {
            skips.Push(level.Refine(hidden, activated));
            hidden = level.Resample(skips.Peek());
        }
        foreach (Func<Tensor, Tensor, Tensor> block in middle)
            hidden = block(hidden, activated);
        foreach (UnetLevel level in up)
            hidden = level.Resample(level.Refine(cat([hidden, skips.Pop()], 1), activated));
        return lastConvolution(lastBlock(hidden)).transpose(1, 2);
    }

    private NamedModules Named(string name)
    {
        var modules = new NamedModules();
        register_module(name, modules);
        return modules;
    }

    private UnetLevel[] Levels(string name, IEnumerable<UnetLevel> levels)
    {
        UnetLevel[] all = [.. levels];
        NamedModules modules = Named(name);
        for (int i = 0; i < all.Length; i++)
            modules.With(i.ToString(CultureInfo.InvariantCulture), all[i]);
        return all;
    }
}
