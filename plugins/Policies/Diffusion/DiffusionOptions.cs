using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Policies.Networks.Noise;

namespace DiffOG.Policies.Diffusion;

/// <summary>Settings of the diffusion policy. The defaults train in minutes on two cores.</summary>
public sealed class DiffusionOptions : DenoisingOptions
{
    /// <summary>The channels of each level of the network; each level but the first halves the length.</summary>
    [Description("Channels per level of the U-Net; the reference uses [512, 1024, 2048].")]
    [MinLength(1)]
    public IReadOnlyList<int> Channels { get; init; } = [64, 128];

    /// <summary>The width of the convolutions; odd.</summary>
    [Description("Width of the convolutions; odd.")]
    [Range(1, 15)]
    public int KernelSize { get; init; } = 5;

    /// <summary>Groups of the normalisation.</summary>
    [Description("Groups of the group normalisation; divides every number of channels.")]
    [Range(1, 64)]
    public int Groups { get; init; } = 8;

    /// <summary>The length of the embedding of how noisy a chunk is; even.</summary>
    [Description("Length of the embedding of the diffusion step, or of a flow's time; even.")]
    [Range(4, 1024)]
    public int StepEmbedding { get; init; } = 128;

    /// <summary>Whether the condition scales channels besides shifting them.</summary>
    [Description("Whether the condition scales channels besides shifting them.")]
    public bool PredictScale { get; init; } = true;

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        int halvings = 1 << Math.Min(Math.Max(Channels.Count - 1, 0), 20);
        if (Horizon % halvings != 0)
            yield return Wrong(nameof(Horizon), $"{Horizon} is not a multiple of {halvings}; {Channels.Count} levels halve it {Channels.Count - 1} times");
        if (Channels.Any(c => c < 1 || c % Groups != 0))
            yield return Wrong(nameof(Channels), $"[{string.Join(", ", Channels)}] must all be positive multiples of the {Groups} groups");
        if (KernelSize % 2 == 0)
            yield return Wrong(nameof(KernelSize), $"{KernelSize} is even, and would change the length");
        if (StepEmbedding % 2 != 0)
            yield return Wrong(nameof(StepEmbedding), $"{StepEmbedding} is odd; half of it are sines, half cosines");
        foreach (ValidationResult error in base.Validate(validationContext))
            yield return error;
    }
}
