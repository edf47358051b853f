using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using DiffOG.Learning.Normalisation;
using DiffOG.Policies.Networks.Vision;

namespace DiffOG.Policies.Networks.Noise;

/// <summary>What policies that turn noise into action chunks have in common, whatever their network.</summary>
public abstract class DenoisingOptions : IValidatableObject
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

    /// <summary>How a chunk comes out of noise.</summary>
    [Description("diffusion, or flow: flow matching along straight lines.")]
    public ProcessKind Process { get; init; } = ProcessKind.Diffusion;

    /// <summary>The number of diffusion steps in training.</summary>
    [Description("Diffusion steps in training; a flow has none.")]
    [Range(2, 1000)]
    public int TrainSteps { get; init; } = 100;

    /// <summary>The number of steps from noise to a chunk.</summary>
    [Description("Steps from noise to a sampled chunk, one network evaluation each (midpoint: two); in diffusion at most trainSteps.")]
    [Range(1, 1000)]
    public int InferenceSteps { get; init; } = 16;

    /// <summary>What the network says about a noisy chunk; null for noise in diffusion, and velocity in a flow.</summary>
    [Description("noise (the default in diffusion, as the reference predicts), velocity (the default in a flow), or clean: the chunk itself, which needs fewer training steps and gives less grainy samples.")]
    public PredictionKind? Prediction { get; init; }

    /// <summary>How samples are drawn; null for DDIM in diffusion, and Euler's method in a flow.</summary>
    [Description("How samples are drawn: ddim (the default) or ddpm in diffusion; euler (the default) or midpoint in a flow.")]
    public SamplerKind? Sampler { get; init; }

    /// <summary>How often a flow is trained at which times.</summary>
    [Description("How often a flow is trained at which times: uniform; beta, noisy ones more; logitNormal, middle ones more.")]
    public TimeSampling TimeSampling { get; init; } = TimeSampling.Uniform;

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

    private PredictionKind ChosenPrediction => Prediction ?? (Process is ProcessKind.Flow ? PredictionKind.Velocity : PredictionKind.Noise);

    private SamplerKind ChosenSampler => Sampler ?? (Process is ProcessKind.Flow ? SamplerKind.Euler : SamplerKind.Ddim);

    /// <inheritdoc/>
    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ExecutedSteps > Horizon - ObservationSteps + 1)
            yield return Wrong(nameof(ExecutedSteps), $"{ExecutedSteps} steps cannot be executed; horizon {Horizon} and {ObservationSteps} observations leave {Horizon - ObservationSteps + 1}");
        foreach (ValidationResult error in Process is ProcessKind.Flow ? ValidateFlow() : ValidateDiffusion())
            yield return error;
    }

    /// <summary>What these options choose; they must be valid.</summary>
    public NoiseProcess CreateProcess()
    {
        if (Process is ProcessKind.Flow)
            return new FlowProcess(InferenceSteps) { Sampler = ChosenSampler, Prediction = ChosenPrediction, Times = TimeSampling, Clip = ClipSample };
        var schedule = new NoiseSchedule(TrainSteps);
        return new DiffusionProcess(schedule, ChosenSampler switch
        {
            SamplerKind.Ddpm => new Ddpm(schedule, InferenceSteps, ClipSample) { Prediction = ChosenPrediction },
            _ => new Ddim(schedule, InferenceSteps, ClipSample) { Prediction = ChosenPrediction },
        });
    }

    /// <summary>An error of one member.</summary>
    /// <param name="member">Its name.</param>
    /// <param name="text">What was found, and what is possible.</param>
    protected static ValidationResult Wrong(string member, FormattableString text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text.ToString(CultureInfo.InvariantCulture), [member]);
    }

    private IEnumerable<ValidationResult> ValidateDiffusion()
    {
        if (InferenceSteps > TrainSteps)
            yield return Wrong(nameof(InferenceSteps), $"{InferenceSteps} exceeds the {TrainSteps} training steps");
        if (ChosenSampler is not (SamplerKind.Ddim or SamplerKind.Ddpm))
            yield return Wrong(nameof(Sampler), $"{Json(ChosenSampler)} solves a flow; a diffusion takes ddim or ddpm");
        if (TimeSampling is not TimeSampling.Uniform)
            yield return Wrong(nameof(TimeSampling), $"{Json(TimeSampling)} is for a flow; a diffusion draws its steps evenly");
    }

    private IEnumerable<ValidationResult> ValidateFlow()
    {
        if (ChosenSampler is not (SamplerKind.Euler or SamplerKind.Midpoint))
            yield return Wrong(nameof(Sampler), $"{Json(ChosenSampler)} undoes diffusion steps; a flow takes euler or midpoint");
        if (ChosenPrediction is PredictionKind.Noise)
            yield return Wrong(nameof(Prediction), $"noise says nothing of the chunk where a flow begins; it takes velocity or clean");
    }

    private static string Json<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
