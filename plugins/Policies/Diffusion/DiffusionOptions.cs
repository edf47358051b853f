using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DiffOG.Learning.Normalisation;
using DiffOG.Policies.Networks.Noise;
using DiffOG.Policies.Networks.Vision;

namespace DiffOG.Policies.Diffusion;

/// <summary>Settings of the diffusion policy. The defaults train in minutes on two cores.</summary>
public sealed class DiffusionOptions : IValidatableObject
{
    /// <summary>H, the number of steps that are denoised together; past observations' steps included.</summary>
    [Description("Steps denoised together (H).")]
    [Range(2, 512)]
    public int Horizon { get; init; } = 16;

    /// <summary>To, the number of observations the policy reads.</summary>
    [Description("Observations read, the present one included (To).")]
    [Range(1, 64)]
    public int ObservationSteps { get; init; } = 2;

    /// <summary>How many steps of a chunk are executed before the policy is asked again.</summary>
    [Description("Steps executed before the next chunk.")]
    [Range(1, 512)]
    public int ExecutedSteps { get; init; } = 8;

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

    /// <summary>The length of the diffusion step's embedding; even.</summary>
    [Description("Length of the diffusion step's embedding; even.")]
    [Range(4, 1024)]
    public int StepEmbedding { get; init; } = 128;

    /// <summary>Whether the condition scales channels besides shifting them.</summary>
    [Description("Whether the condition scales channels besides shifting them.")]
    public bool PredictScale { get; init; } = true;

    /// <summary>The number of diffusion steps in training.</summary>
    [Description("Diffusion steps in training.")]
    [Range(2, 1000)]
    public int TrainSteps { get; init; } = 100;

    /// <summary>The number of network evaluations per sampled chunk.</summary>
    [Description("Network evaluations per sampled chunk; at most trainSteps.")]
    [Range(1, 1000)]
    public int InferenceSteps { get; init; } = 16;

    /// <summary>What the network says about a noisy chunk.</summary>
    [Description("noise, as the reference predicts; or clean: the chunk itself, which needs fewer training steps and gives less grainy samples.")]
    public PredictionKind Prediction { get; init; } = PredictionKind.Noise;

    /// <summary>How samples are drawn.</summary>
    [Description("How samples are drawn.")]
    public SamplerKind Sampler { get; init; } = SamplerKind.Ddim;

    /// <summary>Whether the predicted clean chunk is clipped to [-1, 1] at each step.</summary>
    [Description("Whether the predicted clean chunk is clipped to [-1, 1] at each step.")]
    public bool ClipSample { get; init; } = true;

    /// <summary>How actions are normalised.</summary>
    [Description("How actions are normalised; identity for relative actions that lie in [-1, 1] already.")]
    public NormaliserKind ActionNormaliser { get; init; } = NormaliserKind.Limits;

    /// <summary>How observations are normalised.</summary>
    [Description("How observations are normalised.")]
    public NormaliserKind ObservationNormaliser { get; init; } = NormaliserKind.Limits;

    /// <summary>The cameras that the policy looks through, and its network for pictures.</summary>
    [Description("Cameras to look through, and the network for their pictures.")]
    public VisionOptions Vision { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        int halvings = 1 << Math.Min(Math.Max(Channels.Count - 1, 0), 20);
        if (Horizon % halvings != 0)
            yield return Wrong(nameof(Horizon), $"{Horizon} is not a multiple of {halvings}; {Channels.Count} levels halve it {Channels.Count - 1} times");
        if (ExecutedSteps > Horizon - ObservationSteps + 1)
            yield return Wrong(nameof(ExecutedSteps), $"{ExecutedSteps} steps cannot be executed; horizon {Horizon} and {ObservationSteps} observations leave {Horizon - ObservationSteps + 1}");
        if (Channels.Any(c => c < 1 || c % Groups != 0))
            yield return Wrong(nameof(Channels), $"[{string.Join(", ", Channels)}] must all be positive multiples of the {Groups} groups");
        if (KernelSize % 2 == 0)
            yield return Wrong(nameof(KernelSize), $"{KernelSize} is even, and would change the length");
        if (StepEmbedding % 2 != 0)
            yield return Wrong(nameof(StepEmbedding), $"{StepEmbedding} is odd; half of it are sines, half cosines");
        if (InferenceSteps > TrainSteps)
            yield return Wrong(nameof(InferenceSteps), $"{InferenceSteps} exceeds the {TrainSteps} training steps");
    }

    private static ValidationResult Wrong(string member, FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture), [member]);
}
