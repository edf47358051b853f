using DiffOG.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Networks.Vision;

/// <summary>
/// The last map of one ResNet-18 for all cameras: for policies that attend to places of a picture instead of pooling them.
/// Of the options it uses the crop, the width and the stages.
/// </summary>
public sealed class FeatureMaps : Module
{
    private readonly Dictionary<string, CropSize> crops;
    private readonly Func<Tensor, Tensor> backbone;

    /// <summary>Makes one with random weights, drawn from Torch's generator.</summary>
    /// <param name="cameras">Those whose pictures are asked for.</param>
    /// <param name="options">Valid.</param>
    public FeatureMaps(IReadOnlyList<CameraSpec> cameras, VisionOptions options)
        : base(nameof(FeatureMaps))
    {
        crops = cameras.ToDictionary(c => c.Name, c => CropSize.Of(c, options.CropRatio));
        Channels = ResNet18.ChannelsOf(options.Width, options.Stages);
        var network = new ResNet18(options.Width, options.Stages);
        register_module("resnet", network);
        backbone = network.call;
    }

    /// <summary>C, the channels of a map.</summary>
    public int Channels { get; }

    /// <summary>The map of a camera's pictures; in training mode they are cropped at random.</summary>
    /// <param name="camera">One of the cameras.</param>
    /// <param name="pictures">[N, 3, H, W], normalised.</param>
    /// <returns>[N, C, h, w]; belongs to the current dispose scope.</returns>
    public Tensor Of(string camera, Tensor pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor cut = training ? crops[camera].CutAtRandom(pictures) : crops[camera].CutCentre(pictures);
        return backbone(cut).MoveToOuterDisposeScope();
    }
}
