using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Learning.Normalisation;
using DiffOG.Policies.Networks.Vision;

namespace DiffOG.Policies.Act;

/// <summary>What the policy sees. Every place of a camera's last feature map becomes a token, so nothing is pooled.</summary>
public sealed class ActVisionOptions : IValidatableObject
{
    /// <summary>The cameras that are looked through, in the order of their tokens.</summary>
    [Description("Names of the task's cameras to look through; without any the policy reads values only.")]
    public IReadOnlyList<string> Cameras { get; init; } = [];

    /// <summary>The parts of the observed values that the network reads; null for all.</summary>
    [Description("Names of the observed values to read besides pictures, for example without the object's true pose; all where absent.")]
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>The side of a crop as a share of the picture's side.</summary>
    [Description("Side of a crop as a share of the picture's side, rounded to pixels: at random in training, the centre afterwards; 1, as the reference, for no crop.")]
    [Range(0.5, 1)]
    public double CropRatio { get; init; } = 0.9;

    /// <summary>How colours are normalised.</summary>
    [Description("How colours are normalised: range ([0, 1] to [-1, 1]), meanStd (of the demonstrations) or imageNet.")]
    public ColourNormaliserKind Colours { get; init; } = ColourNormaliserKind.MeanStd;

    /// <summary>The channels of the first stage of the ResNet-18, which all cameras share.</summary>
    [Description("Channels of the first stage of the ResNet-18, a multiple of 16; 16 trains on a processor. The reference uses 64.")]
    [Range(16, 256)]
    public int Width { get; init; } = 64;

    /// <summary>How many of the four stages there are; each but the first halves the map.</summary>
    [Description("Stages of the ResNet-18: 4 in the reference; fewer cost less there, but leave finer maps, that is more tokens.")]
    [Range(1, 4)]
    public int Stages { get; init; } = 4;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => ToVision().Validate(validationContext);

    /// <summary>The same for the networks that policies share.</summary>
    internal VisionOptions ToVision() => new()
    {
        Cameras = Cameras,
        Values = Values,
        CropRatio = CropRatio,
        Colours = Colours,
        Width = Width,
        Stages = Stages,
        Pooling = PoolingKind.Average,
        Shared = true,
    };
}
