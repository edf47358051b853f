using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace DiffOG.Projectors.Transformer;

/// <summary>How the features of a chunk's steps become those of the chunk.</summary>
public enum PoolingKind
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their largest value, per feature.</summary>
    Max,

    /// <summary>Those of the first step.</summary>
    Cls,

    /// <summary>Their mean, weighted by a small learned network.</summary>
    Attention,
}

/// <summary>How weights start.</summary>
public enum InitialWeights
{
    /// <summary>As PyTorch draws them by default, as the reference does.</summary>
    Reference,

    /// <summary>Like <see cref="Reference"/>, but the last layer fifty times smaller: training starts at Q ≈ I.</summary>
    NearIdentity,
}

/// <summary>Settings of the transformer that turns a chunk into a cost matrix. The defaults are the reference's.</summary>
public sealed class TransformerOptions : IValidatableObject
{
    /// <summary>E, the number of features per step.</summary>
    [Description("Features per step (E).")]
    [Range(1, 4096)]
    public int EmbedSize { get; init; } = 256;

    /// <summary>Attention heads; divides E.</summary>
    [Description("Attention heads; divides embedSize.")]
    [Range(1, 64)]
    public int Heads { get; init; } = 4;

    /// <summary>Encoder layers.</summary>
    [Description("Encoder layers.")]
    [Range(1, 32)]
    public int Layers { get; init; } = 2;

    /// <summary>Width of the feed-forward part of a layer.</summary>
    [Description("Width of the feed-forward part of a layer.")]
    [Range(1, 16_384)]
    public int FeedForward { get; init; } = 256;

    /// <summary>Share of activations dropped in training.</summary>
    [Description("Share of activations dropped in training.")]
    [Range(0, 0.9)]
    public double Dropout { get; init; }

    /// <summary>How the steps' features become the chunk's.</summary>
    [Description("How the steps' features become the chunk's: mean, max, cls (the first step's) or attention.")]
    public PoolingKind Pooling { get; init; } = PoolingKind.Mean;

    /// <summary>How weights start.</summary>
    [Description("reference: as PyTorch draws them. nearIdentity: training starts at Q ≈ I, which smooths but does not distort.")]
    public InitialWeights InitialWeights { get; init; } = InitialWeights.Reference;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Heads > 0 && EmbedSize % Heads != 0)
            yield return Wrong(nameof(Heads), $"{Heads} heads do not divide the {EmbedSize} features");
    }

    private static ValidationResult Wrong(string member, FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture), [member]);
}
