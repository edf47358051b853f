using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DiffOG.Learning.Normalisation;
using DiffOG.Policies.Networks.Vision;

namespace DiffOG.Policies.BcRnn;

/// <summary>How the network's numbers become standard deviations.</summary>
public enum DeviationActivation
{
    /// <summary>log(1 + eˣ).</summary>
    Softplus,

    /// <summary>eˣ.</summary>
    Exp,
}

/// <summary>How a chunk is drawn from the mixture.</summary>
public enum MixtureSampling
{
    /// <summary>The mean of a component that is drawn by weight: the reference's low-noise evaluation, without its last 1e-4 of noise.</summary>
    Component,

    /// <summary>The mean of the component with the largest weight; nothing is random.</summary>
    MostLikely,

    /// <summary>A component drawn by weight, and normal noise of its own deviation.</summary>
    Full,
}

/// <summary>Settings of the recurrent policy. The defaults are robomimic's for low-dimensional observations, but for chunks of several steps.</summary>
public sealed class BcRnnOptions : IValidatableObject
{
    /// <summary>To, the number of observations the policy reads; the LSTM starts from zeros at the first of them.</summary>
    [Description("Observations read, the present one included (To); the LSTM starts at the first of them.")]
    [Range(1, 128)]
    public int ObservationSteps { get; init; } = 10;

    /// <summary>K, the number of actions proposed at each step.</summary>
    [Description("Actions proposed together (K); 1 as robomimic does, which leaves a refiner nothing to look ahead at.")]
    [Range(1, 128)]
    public int ChunkSteps { get; init; } = 8;

    /// <summary>How many steps of a chunk are executed before the policy is asked again.</summary>
    [Description("Steps executed before the next chunk; at most chunkSteps.")]
    [Range(1, 128)]
    public int ExecutedSteps { get; init; } = 4;

    /// <summary>Units of each LSTM layer.</summary>
    [Description("Units of each LSTM layer; robomimic uses 400 for low-dimensional observations, 1000 for pictures.")]
    [Range(1, 4096)]
    public int HiddenSize { get; init; } = 400;

    /// <summary>LSTM layers.</summary>
    [Description("LSTM layers.")]
    [Range(1, 8)]
    public int Layers { get; init; } = 2;

    /// <summary>Components of the mixture.</summary>
    [Description("Components of the mixture; 1 is a single Gaussian.")]
    [Range(1, 64)]
    public int Modes { get; init; } = 5;

    /// <summary>Added to every standard deviation, in normalised units.</summary>
    [Description("Added to every standard deviation, in normalised units.")]
    [Range(1e-6, 1)]
    public double MinimumDeviation { get; init; } = 1e-4;

    /// <summary>How the network's numbers become standard deviations.</summary>
    [Description("How the network's numbers become standard deviations.")]
    public DeviationActivation DeviationActivation { get; init; } = DeviationActivation.Softplus;

    /// <summary>How a chunk is drawn.</summary>
    [Description("component: the mean of a component drawn by weight; mostLikely: of the one with the largest weight; full: with the component's noise.")]
    public MixtureSampling Sampling { get; init; } = MixtureSampling.Component;

    /// <summary>How actions are normalised.</summary>
    [Description("How actions are normalised; means lie in (-1, 1), so identity is for actions that do too.")]
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
            yield return Wrong(nameof(ActionNormaliser), $"meanStd leaves actions beyond 1, and the means lie in (-1, 1); use limits, maxAbs or identity");
    }

    private static ValidationResult Wrong(string member, FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture), [member]);
}
