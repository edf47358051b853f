using DiffOG.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Networks.Vision;

/// <summary>
/// From a picture to a vector: ResNet-18, pooling, a linear layer, ReLU. Named as robomimic's <c>VisualCore</c>, whose
/// <c>nets</c> are 0 the ResNet, 1 the pooling, 2 the flattening and 3 the linear layer. (Its state dict has the first two
/// a second time, as <c>backbone</c> and <c>pool</c>: the same tensors.)
/// </summary>
internal sealed class CameraEncoder : Module<Tensor, Tensor>
{
    private readonly Func<Tensor, Tensor> backbone;
    private readonly Func<Tensor, Tensor> pool;
    private readonly Func<Tensor, Tensor> linear;

    internal CameraEncoder(VisionOptions options)
        : base(nameof(CameraEncoder))
    {
        int channels = ResNet18.ChannelsOf(options.Width, options.Stages);
        bool positions = options.Pooling is PoolingKind.SpatialSoftmax;
        var nets = new NamedModules();
        backbone = nets.Add("0", new ResNet18(options.Width, options.Stages));
        pool = positions
            ? nets.Add("1", new SpatialSoftmax(channels, options.Keypoints, options.LearnTemperature))
            : map => map.mean([2L, 3L]);
        linear = nets.Add("3", Linear(positions ? 2 * options.Keypoints : channels, options.Features));
        register_module("nets", nets);
    }

    /// <param name="pictures">[N, 3, H, W].</param>
    /// <returns>[N, Features], none negative.</returns>
    public override Tensor forward(Tensor pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        return linear(pool(backbone(pictures))).relu_().MoveToOuterDisposeScope();
    }
}
