using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Policies.Networks.Noise;

namespace DiffOG.Policies.DiffusionTransformer;

/// <summary>Settings of the diffusion policy with a transformer. The defaults train in minutes on two cores.</summary>
public sealed class DiffusionTransformerOptions : DenoisingOptions
{
    /// <summary>How steps learn of the observations.</summary>
    [Description("decoder: steps attend to each other and then to time and observations, as in the reference; encoder: all are one sequence.")]
    public ArchitectureKind Architecture { get; init; } = ArchitectureKind.Decoder;

    /// <summary>E, the length of a token; even, and a multiple of the heads.</summary>
    [Description("Length of a token, even and a multiple of heads; the reference uses 256 for observed values.")]
    [Range(4, 4096)]
    public int EmbedSize { get; init; } = 64;

    /// <summary>The heads of each attention.</summary>
    [Description("Heads of each attention.")]
    [Range(1, 64)]
    public int Heads { get; init; } = 4;

    /// <summary>The layers that the steps of a chunk go through.</summary>
    [Description("Layers that the steps of a chunk go through; the reference uses 8.")]
    [Range(1, 48)]
    public int Layers { get; init; } = 3;

    /// <summary>The transformer layers that time and observations go through before the steps attend to them; 0 for two linear maps.</summary>
    [Description("Transformer layers for time and observations before steps attend to them; 0: two linear maps for each token alone. Of a decoder only.")]
    [Range(0, 48)]
    public int ConditionLayers { get; init; }

    /// <summary>Whether a step sees only itself, the steps before it, and what was observed until then.</summary>
    [Description("Whether a step attends only to itself, to the steps before it, and to what was observed until then.")]
    public bool Causal { get; init; } = true;

    /// <summary>The share of embedded tokens' entries that is dropped in training.</summary>
    [Description("Dropout of embedded tokens in training.")]
    [Range(0, 0.9)]
    public double EmbeddingDropout { get; init; }

    /// <summary>The share that is dropped in each layer in training.</summary>
    [Description("Dropout in layers in training; the reference uses 0.3 for observed values.")]
    [Range(0, 0.9)]
    public double Dropout { get; init; }

    /// <summary>How large weights are before training.</summary>
    [Description("scaledCondition: maps of the observations keep their size, which short training needs; reference: all as small as there.")]
    public InitialWeightsKind InitialWeights { get; init; } = InitialWeightsKind.ScaledCondition;

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (EmbedSize % Heads != 0)
            yield return Wrong(nameof(EmbedSize), $"{EmbedSize} is not a multiple of the {Heads} heads");
        if (EmbedSize % 2 != 0)
            yield return Wrong(nameof(EmbedSize), $"{EmbedSize} is odd; half of the embedding of time are sines, half cosines");
        if (Architecture is ArchitectureKind.Encoder && ConditionLayers > 0)
            yield return Wrong(nameof(ConditionLayers), $"{ConditionLayers} layers have no place in an encoder, where observations go through the same layers as steps");
        foreach (ValidationResult error in base.Validate(validationContext))
            yield return error;
    }
}
