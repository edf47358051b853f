using DiffOG.Learning.Networks;
using DiffOG.Learning.Policies;
using DiffOG.Specs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Networks.Vision;

/// <summary>
/// From a normalised batch of observations to one feature vector per step: the features of every camera, in the order of
/// the options, and after them the observed values, in the order of the spec. Without cameras it has no parameters.
/// <para>
/// Names and computation are those of robomimic 0.2's <c>ObservationEncoder</c> as diffusion_policy's image policies use it
/// (<c>diffusion_unet_hybrid_image_policy.py</c> with <c>obs_encoder_group_norm</c> and <c>eval_fixed_crop</c>), which
/// register it as <c>obs_encoder</c>: <c>obs_nets.CAMERA.nets.0.nets.…</c> is the ResNet-18, <c>….nets.1.…</c> the spatial
/// softmax, <c>….nets.3.…</c> the linear layer, followed by ReLU. There CAMERA is the key of the observation, for example
/// <c>agentview_image</c>; here it is the camera's name. There the order of features is the order of the keys: in the task
/// files of diffusion_policy the pictures come first, as here; robomimic's own training sorts all keys by name.
/// </para>
/// </summary>
public sealed class ObservationEncoder : Module
{
    private readonly IReadOnlyList<Eye> eyes;
    private readonly IReadOnlyList<(int Offset, int Size)>? parts;

    /// <summary>Makes one with random weights, drawn from Torch's generator.</summary>
    /// <param name="observations">What <see cref="ObservedBy"/> gave: the policy's cameras, and all observed values.</param>
    /// <param name="options">Valid.</param>
    public ObservationEncoder(ObservationSpec observations, VisionOptions options)
        : base(nameof(ObservationEncoder))
    {
        var nets = new NamedModules();
        CameraEncoder? shared = null;
        eyes = [.. observations.Cameras.Select(camera =>
        {
            CameraEncoder net = shared ?? new CameraEncoder(options);
            if (shared is null)
                nets.With(camera.Name, net);
            shared = options.Shared ? net : null;
            return new Eye(camera.Name, CropSize.Of(camera, options.CropRatio), net.call);
        })];
        register_module("obs_nets", nets);
        parts = options.Values is null ? null : [.. observations.Entries.Where(e => options.Values.Contains(e.Name)).Select(e => (observations.OffsetOf(e.Name), e.Size))];
        Size = (eyes.Count * options.Features) + (parts is null ? observations.Size : parts.Sum(p => p.Size));
    }

    /// <summary>F, the number of features of one step.</summary>
    public int Size { get; }

    /// <summary>What a policy reads of what there is: all values, whichever of them its network then uses, and the named cameras.</summary>
    /// <param name="offered">What the task observes.</param>
    /// <param name="options">Valid.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">
    /// DOG1230: the task has no such camera or value. DOG1231: the pictures are too small for the spatial softmax.
    /// </exception>
    public static ObservationSpec ObservedBy(ObservationSpec offered, VisionOptions options)
    {
        foreach (string name in options.Values ?? [])
        {
            if (offered.Entries.All(e => e.Name != name))
                throw VisionErrors.NoValue(name, offered);
        }
        CameraSpec[] cameras = [.. options.Cameras.Select(n => offered.Cameras.FirstOrDefault(c => c.Name == n) ?? throw VisionErrors.NoCamera(n, offered))];
        foreach (CameraSpec camera in cameras)
            RequireMap(camera, options);
        return offered with { Cameras = cameras };
    }

    /// <summary>Computes features; in training mode pictures are cropped at random.</summary>
    /// <param name="observations">Normalised: values [B, To, O], pictures [B, To, 3, H, W].</param>
    /// <returns>[B, To, F]; belongs to the current dispose scope.</returns>
    public Tensor Encode(ObservationBatch observations)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = observations.Values;
        IEnumerable<Tensor> read = parts is null ? [values] : parts.Select(p => values.narrow(2, p.Offset, p.Size));
        Tensor[] features = [.. eyes.Select(e => See(e, observations.Pictures[e.Camera])), .. read];
        return cat(features, 2).MoveToOuterDisposeScope();
    }

    private Tensor See(Eye eye, Tensor pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        long batch = pictures.shape[0], steps = pictures.shape[1];
        Tensor each = pictures.flatten(0, 1);
        Tensor cut = training ? eye.Crop.CutAtRandom(each) : eye.Crop.CutCentre(each);
        return eye.Net(cut).reshape(batch, steps, -1).MoveToOuterDisposeScope();
    }

    private static void RequireMap(CameraSpec camera, VisionOptions options)
    {
        CropSize crop = CropSize.Of(camera, options.CropRatio);
        int height = ResNet18.SideOf(crop.Height, options.Stages), width = ResNet18.SideOf(crop.Width, options.Stages);
        if (options.Pooling is PoolingKind.SpatialSoftmax && Math.Min(height, width) < 2)
            throw VisionErrors.MapTooSmall(camera, crop, options.Stages, height, width);
    }

    /// <summary>How one camera's pictures become features.</summary>
    private sealed record Eye(string Camera, CropSize Crop, Func<Tensor, Tensor> Net);
}
