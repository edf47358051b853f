using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DiffOG.Composition;
using DiffOG.Learning.Normalisation;
using DiffOG.Policies.Networks.Vision;

namespace DiffOG.Policies.Leto;

/// <summary>How the learned cost starts.</summary>
public enum InitialCost
{
    /// <summary>L is the lower triangle of numbers between 0 and 1, as in the reference; Q is far from the identity and badly conditioned.</summary>
    Reference,

    /// <summary>L = I: training starts at a smoother that holds the limits.</summary>
    Identity,
}

/// <summary>Settings of LeTO. The defaults are the reference's, but for the start of the cost.</summary>
public sealed class LetoOptions : IValidatableObject
{
    /// <summary>To, the number of observations the policy reads; the LSTM starts from zeros at the first of them.</summary>
    [Description("Observations read, the present one included (To); in training a chunk is proposed at each of them.")]
    [Range(1, 128)]
    public int ObservationSteps { get; init; } = 12;

    /// <summary>T, the number of actions that are optimised together.</summary>
    [Description("Actions that are optimised together (T).")]
    [Range(2, 64)]
    public int ChunkSteps { get; init; } = 6;

    /// <summary>How many steps of a chunk are executed before the policy is asked again.</summary>
    [Description("Steps executed before the next chunk; at most chunkSteps. The reference executes one.")]
    [Range(1, 64)]
    public int ExecutedSteps { get; init; } = 1;

    /// <summary>Units of each LSTM layer.</summary>
    [Description("Units of each LSTM layer; robomimic uses 400 for observed values, 1000 for pictures.")]
    [Range(1, 4096)]
    public int HiddenSize { get; init; } = 400;

    /// <summary>LSTM layers.</summary>
    [Description("LSTM layers.")]
    [Range(1, 8)]
    public int Layers { get; init; } = 2;

    /// <summary>w, the weight of squared consecutive differences of the motion dimensions.</summary>
    [Description("Weight of squared consecutive differences (w in Q = L Lᵀ + 1e-4 I + w DᵀD).")]
    [Range(0, 1e6)]
    public double SmoothWeight { get; init; } = 1;

    /// <summary>How the learned cost starts.</summary>
    [Description("reference: L is the lower triangle of numbers between 0 and 1. identity: L = I, a smoother that holds the limits.")]
    public InitialCost InitialCost { get; init; } = InitialCost.Identity;

    /// <summary>The limits that every chunk holds.</summary>
    [Description("The limits that every chunk holds, besides actionLimit; 0.1 on normalised differences by default. No schedules: a policy is not told the time.")]
    [PluginOf(PluginKind.ConstraintSet)]
    public PluginChoice Constraints { get; init; } = new() { Id = "difference" };

    /// <summary>The largest size of a normalised motion action; null for none.</summary>
    [Description("Largest size of a normalised action, grippers excepted; null for no bound. Where the previous action lies outside, the bound grows to hold it.")]
    [Range(1e-3, 1e3)]
    public double? ActionLimit { get; init; } = 1;

    /// <summary>What solves and differentiates the quadratic programs.</summary>
    [Description("What solves and differentiates the quadratic programs.")]
    [PluginOf(PluginKind.QpSolver)]
    public PluginChoice Solver { get; init; } = new() { Id = "auto" };

    /// <summary>How actions are normalised.</summary>
    [Description("How actions are normalised; what the network proposes lies in (-1, 1).")]
    public NormaliserKind ActionNormaliser { get; init; } = NormaliserKind.Limits;

    /// <summary>How observations are normalised.</summary>
    [Description("How observations are normalised.")]
    public NormaliserKind ObservationNormaliser { get; init; } = NormaliserKind.Limits;

    /// <summary>What the policy sees.</summary>
    [Description("Cameras to look through, and the network for their pictures; none by default.")]
    public VisionOptions Vision { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ExecutedSteps > ChunkSteps)
            yield return Wrong(nameof(ExecutedSteps), $"{ExecutedSteps} steps cannot be executed; a chunk has {ChunkSteps}");
        if (ActionNormaliser is NormaliserKind.MeanStd)
            yield return Wrong(nameof(ActionNormaliser), $"meanStd leaves actions beyond 1, and proposals lie in (-1, 1); use limits, maxAbs or identity");
    }

    private static ValidationResult Wrong(string member, FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture), [member]);
}
