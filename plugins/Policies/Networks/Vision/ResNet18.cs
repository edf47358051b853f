using System.Globalization;
using DiffOG.Learning.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Networks.Vision;

/// <summary>
/// The ResNet-18 of He et al. (2016) without its classifier, trained from scratch. Each batch normalisation is a group
/// normalisation with 16 channels a group, because averaged weights do not go with statistics of batches (Chi et al.
/// 2023, §III-B). Names are those of robomimic's <c>ResNet18Conv</c>: torchvision's children by number, under <c>nets</c>.
/// </summary>
internal sealed class ResNet18 : Module<Tensor, Tensor>
{
    private const int BlocksPerStage = 2;
    private const int ChannelsPerGroup = 16;
    private readonly Func<Tensor, Tensor> convolution;
    private readonly Func<Tensor, Tensor> norm;
    private readonly Func<Tensor, Tensor>[] blocks;

    /// <param name="width">The channels of the first stage; 64 as published.</param>
    /// <param name="stages">1 to 4.</param>
    internal ResNet18(int width, int stages)
        : base(nameof(ResNet18))
    {
        var nets = new NamedModules();
        convolution = nets.Add("0", Convolution(3, width, 7, 2));
        norm = nets.Add("1", Normalisation(width));
        // 2 and 3 are the activation and the maximum, which have no parameters.
        blocks = [.. Enumerable.Range(0, stages).SelectMany(s => Stage(nets, s, width))];
        register_module("nets", nets);
    }

    /// <summary>Channels of the last map.</summary>
    internal static int ChannelsOf(int width, int stages) => width << (stages - 1);

    /// <summary>The side of the last map: every halving rounds up.</summary>
    /// <param name="pixels">The picture's side.</param>
    /// <param name="stages">1 to 4.</param>
    internal static int SideOf(int pixels, int stages) => Enumerable.Range(0, stages + 1).Aggregate(pixels, (side, _) => (side + 1) / 2);

    /// <param name="pictures">[N, 3, H, W].</param>
    /// <returns>[N, C, H / 2^(stages+1), W / 2^(stages+1)], rounded up.</returns>
    public override Tensor forward(Tensor pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = functional.max_pool2d(norm(convolution(pictures)).relu_(), kernel_size: 3, stride: 2, padding: 1);
        foreach (Func<Tensor, Tensor> block in blocks)
            hidden = block(hidden);
        return hidden.MoveToOuterDisposeScope();
    }

    /// <summary>A convolution without bias that keeps the size, but for its stride; weights as torchvision draws them.</summary>
    internal static Conv2d Convolution(int inputs, int outputs, int kernel, int stride)
    {
        Conv2d made = Conv2d(inputs, outputs, kernel, stride, padding: kernel / 2, bias: false);
        init.kaiming_normal_(made.weight!, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
        return made;
    }

    /// <summary>Group normalisation with 16 channels a group.</summary>
    internal static GroupNorm Normalisation(int channels) => GroupNorms.Create(channels / ChannelsPerGroup, channels);

    private static List<Func<Tensor, Tensor>> Stage(NamedModules nets, int stage, int width)
    {
        var named = new NamedModules();
        var made = new List<Func<Tensor, Tensor>>();
        int outputs = ChannelsOf(width, stage + 1), inputs = stage == 0 ? width : outputs / 2;
        for (int i = 0; i < BlocksPerStage; i++)
        {
            bool first = i == 0;
            made.Add(named.Add(Number(i), new ResidualBlock(first ? inputs : outputs, outputs, first && stage > 0 ? 2 : 1)));
        }
        nets.With(Number(stage + 4), named);
        return made;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
