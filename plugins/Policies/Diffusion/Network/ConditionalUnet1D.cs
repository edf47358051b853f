using DiffOG.Learning.Networks;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Diffusion.Network;

/// <summary>
/// Predicts the noise in an action chunk, given the diffusion step and a global condition (Chi et al. 2023, the
/// convolutional network). Parameters have the names of the reference implementation.
/// </summary>
internal sealed class ConditionalUnet1D : Module<Tensor, Tensor, Tensor, Tensor>
{
    private const string StepTable = "step_table";
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

        register_buffer(StepTable, StepEmbeddings(shape.TrainSteps, embedding), persistent: false);
        NamedModules steps = Named("diffusion_step_encoder");
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

    /// <summary>Predicts noise.</summary>
    /// <param name="sample">[B, T, D] the noisy chunk.</param>
    /// <param name="steps">[B] int64, the diffusion step of each chunk.</param>
    /// <param name="condition">[B, To·O].</param>
    /// <returns>[B, T, D].</returns>
    public override Tensor forward(Tensor sample, Tensor steps, Tensor condition)
    {
        Tensor embedded = stepOut(functional.mish(stepIn(get_buffer(StepTable)!.index_select(0, steps).to_type(sample.dtype))));
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

    /// <summary>Sines and cosines of every step at geometrically spaced frequencies, [steps, size].</summary>
    private static Tensor StepEmbeddings(int steps, int size)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor frequencies = exp(arange(size / 2, ScalarType.Float64) * (-Math.Log(10000) / ((size / 2) - 1)));
        Tensor angles = arange(steps, ScalarType.Float64).unsqueeze(1) * frequencies.unsqueeze(0);
        return cat([angles.sin(), angles.cos()], 1).DetachFromDisposeScope();
    }
}
