using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Networks.Vision;

/// <summary>
/// Finds where features are (Finn et al. 2016, eq. 2): a 1×1 convolution makes K maps, and of each the mean position
/// under softmax(map / temperature) is taken, with both coordinates running from −1 to 1. Names are those of robomimic's
/// <c>SpatialSoftmax</c>; its constant grids <c>pos_x</c> and <c>pos_y</c> are not kept, since they follow from the map's size.
/// </summary>
internal sealed class SpatialSoftmax : Module<Tensor, Tensor>
{
    private const string TemperatureName = "temperature";
    private readonly Func<Tensor, Tensor> maps;
    private readonly bool learned;

    /// <param name="channels">C.</param>
    /// <param name="keypoints">K.</param>
    /// <param name="learnTemperature">Whether the temperature is a parameter; it begins at 1.</param>
    internal SpatialSoftmax(int channels, int keypoints, bool learnTemperature)
        : base(nameof(SpatialSoftmax))
    {
        Module<Tensor, Tensor> convolution = Conv2d(channels, keypoints, 1);
        register_module("nets", convolution);
        maps = convolution.call;
        learned = learnTemperature;
        if (learned)
            register_parameter(TemperatureName, new Parameter(ones(1)));
        else
            register_buffer(TemperatureName, ones(1));
    }

    private Tensor Temperature => learned ? get_parameter(TemperatureName)! : get_buffer(TemperatureName)!;

    /// <param name="features">[N, C, H, W].</param>
    /// <returns>[N, K·2] x and y of every position.</returns>
    public override Tensor forward(Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor scores = maps(features) / Temperature;
        Tensor attention = functional.softmax(scores.flatten(2), 2).reshape(scores.shape);
        Tensor x = matmul(attention.sum(2), Axis(features.shape[3], features));
        Tensor y = matmul(attention.sum(3), Axis(features.shape[2], features));
        return stack([x, y], -1).flatten(1).MoveToOuterDisposeScope();
    }

    private static Tensor Axis(long length, Tensor like) => linspace(-1, 1, length, like.dtype, like.device);
}
