using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DiffOG.Learning.Normalisation;

namespace DiffOG.Policies.Act;

/// <summary>The non-linearity of the feed-forward layers.</summary>
public enum ActivationKind
{
    /// <summary>max(0, x), as the reference.</summary>
    Relu,

    /// <summary>x·Φ(x).</summary>
    Gelu,
}

/// <summary>Settings of the action-chunking transformer. The defaults train in minutes on two cores.</summary>
public sealed class ActOptions : IValidatableObject
{
    /// <summary>T, the number of steps that are predicted together.</summary>
    [Description("Steps predicted together (T); the reference uses 100 at 50 Hz.")]
    [Range(1, 512)]
    public int ChunkSize { get; init; } = 20;

    /// <summary>How many steps of a chunk are executed before the policy is asked again.</summary>
    [Description("Steps executed before the next chunk; at most chunkSize.")]
    [Range(1, 512)]
    public int ExecutedSteps { get; init; } = 10;

    /// <summary>E, the length of every token.</summary>
    [Description("Length of a token; a multiple of heads and of 4. The reference uses 512.")]
    [Range(4, 4096)]
    public int EmbedSize { get; init; } = 128;

    /// <summary>Heads of every attention.</summary>
    [Description("Heads of every attention; the reference uses 8.")]
    [Range(1, 64)]
    public int Heads { get; init; } = 4;

    /// <summary>The width of the feed-forward layers.</summary>
    [Description("Width of the feed-forward layers; the reference uses 3200.")]
    [Range(1, 16384)]
    public int FeedForward { get; init; } = 512;

    /// <summary>The non-linearity of the feed-forward layers.</summary>
    [Description("Non-linearity of the feed-forward layers.")]
    public ActivationKind Activation { get; init; } = ActivationKind.Relu;

    /// <summary>Whether layers normalise their input instead of their output.</summary>
    [Description("Whether layers normalise their input (true) or their output, as the reference.")]
    public bool PreNorm { get; init; }

    /// <summary>Layers that read what was observed.</summary>
    [Description("Layers that read what was observed; the reference uses 4.")]
    [Range(1, 24)]
    public int EncoderLayers { get; init; } = 2;

    /// <summary>Layers that write the chunk.</summary>
    [Description("Layers that write the chunk; 1 in the reference, whose further layers were never used.")]
    [Range(1, 24)]
    public int DecoderLayers { get; init; } = 1;

    /// <summary>Whether training has a latent variable for what the observation leaves open.</summary>
    [Description("Whether training has a latent variable for what the observation leaves open.")]
    public bool Variational { get; init; } = true;

    /// <summary>L, the length of the latent variable.</summary>
    [Description("Length of the latent variable.")]
    [Range(1, 1024)]
    public int LatentSize { get; init; } = 32;

    /// <summary>Layers of the variational encoder.</summary>
    [Description("Layers of the variational encoder, which only training uses; the reference uses 4.")]
    [Range(1, 24)]
    public int VariationalLayers { get; init; } = 2;

    /// <summary>The weight of the latent's divergence from a standard normal in the loss.</summary>
    [Description("Weight of the latent's divergence from a standard normal in the loss.")]
    [Range(0d, 1e6)]
    public double KlWeight { get; init; } = 10;

    /// <summary>The share of values that training drops.</summary>
    [Description("Share of values that training drops.")]
    [Range(0d, 0.9)]
    public double Dropout { get; init; } = 0.1;

    /// <summary>The observations that are not about the robot itself; they get a token of their own, which the variational encoder does not see.</summary>
    [Description("Names of observations about the surroundings: a token of their own, unseen by the variational encoder. All others share the robot's token.")]
    public IReadOnlyList<string> EnvironmentState { get; init; } = [];

    /// <summary>How actions are normalised.</summary>
    [Description("How actions are normalised.")]
    public NormaliserKind ActionNormaliser { get; init; } = NormaliserKind.MeanStd;

    /// <summary>How observations are normalised.</summary>
    [Description("How observations are normalised.")]
    public NormaliserKind ObservationNormaliser { get; init; } = NormaliserKind.MeanStd;

    /// <summary>The cameras the policy looks through, and with what network.</summary>
    [Description("The cameras the policy looks through, and with what network.")]
    public ActVisionOptions Vision { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ExecutedSteps > ChunkSize)
            yield return Wrong(nameof(ExecutedSteps), $"{ExecutedSteps} steps cannot be executed of a chunk of {ChunkSize}");
        if (EmbedSize % Heads != 0)
            yield return Wrong(nameof(EmbedSize), $"{EmbedSize} is not a multiple of the {Heads} heads");
        if (EmbedSize % 4 != 0)
            yield return Wrong(nameof(EmbedSize), $"{EmbedSize} is not a multiple of 4; positions in pictures are sines and cosines of two coordinates");
        if (EnvironmentState.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return Wrong(nameof(EnvironmentState), $"'{twice.Key}' is named twice");
    }

    private static ValidationResult Wrong(string member, FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture), [member]);
}
