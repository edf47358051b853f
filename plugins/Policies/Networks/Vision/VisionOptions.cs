using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DiffOG.Learning.Normalisation;

namespace DiffOG.Policies.Networks.Vision;

/// <summary>
/// What a policy sees, and with what network; policies embed it as the option <c>vision</c>. The defaults of the network
/// are those of the image experiments of robomimic and diffusion_policy, but for group normalisation in place of batch
/// normalisation, as diffusion_policy trains it. No camera, the default, leaves the observed values as they are.
/// </summary>
public sealed class VisionOptions : IValidatableObject
{
    private const int ChannelsPerGroup = 16;

    /// <summary>The cameras that are looked through, in the order of their features.</summary>
    [Description("Names of the task's cameras to look through; without any the policy reads values only.")]
    public IReadOnlyList<string> Cameras { get; init; } = [];

    /// <summary>The parts of the observed values that the network reads; null for all.</summary>
    [Description("Names of the observed values to read besides pictures, for example without the object's true pose; all where absent.")]
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>The side of a crop as a share of the picture's side.</summary>
    [Description("Side of a crop as a share of the picture's side, rounded to pixels: at random in training, the centre afterwards; 1 for no crop.")]
    [Range(0.5, 1)]
    public double CropRatio { get; init; } = 0.9;

    /// <summary>How colours are normalised.</summary>
    [Description("How colours are normalised: range ([0, 1] to [-1, 1]), meanStd (of the demonstrations) or imageNet.")]
    public ColourNormaliserKind Colours { get; init; } = ColourNormaliserKind.Range;

    /// <summary>The channels of the first stage of the ResNet-18; each stage has twice as many as the one before.</summary>
    [Description("Channels of the first stage of the ResNet-18, a multiple of 16; 16 trains on a processor.")]
    [Range(16, 256)]
    public int Width { get; init; } = 64;

    /// <summary>How many of the four stages there are; each but the first halves the map.</summary>
    [Description("Stages of the ResNet-18: 4 as published; fewer cost less and leave finer maps, which small pictures need.")]
    [Range(1, 4)]
    public int Stages { get; init; } = 4;

    /// <summary>How the last map becomes a vector.</summary>
    [Description("How the last map becomes a vector: spatialSoftmax (where each feature is) or average (how much there is of it).")]
    public PoolingKind Pooling { get; init; } = PoolingKind.SpatialSoftmax;

    /// <summary>K, the number of positions that the spatial softmax finds.</summary>
    [Description("Positions that the spatial softmax finds per camera (K).")]
    [Range(1, 512)]
    public int Keypoints { get; init; } = 32;

    /// <summary>Whether the temperature of the spatial softmax is learned instead of 1.</summary>
    [Description("Whether the temperature of the spatial softmax is learned; else it is 1.")]
    public bool LearnTemperature { get; init; }

    /// <summary>The number of features per camera.</summary>
    [Description("Features per camera.")]
    [Range(1, 2048)]
    public int Features { get; init; } = 64;

    /// <summary>Whether all cameras share one network.</summary>
    [Description("Whether all cameras share one network; else each has its own.")]
    public bool Shared { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Width % ChannelsPerGroup != 0)
            yield return Wrong(nameof(Width), $"{Width} is not a multiple of {ChannelsPerGroup}, the channels of one group of the normalisation");
        if (Twice(Cameras) is { } camera)
            yield return Wrong(nameof(Cameras), $"'{camera}' is named twice");
        if (Twice(Values ?? []) is { } value)
            yield return Wrong(nameof(Values), $"'{value}' is named twice");
        if (Cameras.Count == 0 && Values is { Count: 0 })
            yield return Wrong(nameof(Values), $"neither a camera nor a value is named, so the policy would observe nothing");
    }

    private static string? Twice(IEnumerable<string> names) => names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1)?.Key;

    private static ValidationResult Wrong(string member, FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture), [member]);
}
