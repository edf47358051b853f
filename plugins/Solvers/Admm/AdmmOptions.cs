using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace DiffOG.Solvers.Admm;

/// <summary>Settings of the operator-splitting solver.</summary>
public sealed class AdmmOptions : IValidatableObject
{
    /// <summary>What a residual may be whatever the size of the numbers: of bounds in their own units, of the cost's gradient with the cost scaled to a mean diagonal near one.</summary>
    [Description("Residual that is always good enough: of bounds in their units, of the gradient with the cost scaled to a mean diagonal near one.")]
    [Range(0, 1e-3)]
    public double AbsoluteTolerance { get; init; } = 1e-10;

    /// <summary>The largest residuals of <see cref="QpStatus.Solved"/>, relative to the numbers they are differences of.</summary>
    [Description("Largest relative residuals of a solved problem; solutions that end on an exact active set are far below.")]
    [Range(1e-12, 1e-2)]
    public double RelativeTolerance { get; init; } = 1e-8;

    /// <summary>The largest relative residuals of <see cref="QpStatus.SolvedInaccurately"/>.</summary>
    [Description("Largest relative residuals of a problem solved inaccurately.")]
    [Range(1e-12, 1e-1)]
    public double ReducedTolerance { get; init; } = 1e-5;

    /// <summary>The largest number of splitting steps.</summary>
    [Description("Most splitting steps; with the exact finish 20 to 100 are usual.")]
    [Range(1, 10_000_000)]
    public int MaxIterations { get; init; } = 10_000;

    /// <summary>ρ of the first step; rounded to a power of two.</summary>
    [Description("Penalty of the first step, with the problem equilibrated; rounded to a power of two.")]
    [Range(1e-6, 1e6)]
    public double Penalty { get; init; } = 0.5;

    /// <summary>Whether ρ follows the ratio of the residuals.</summary>
    [Description("Whether the penalty follows the ratio of the residuals.")]
    public bool AdaptivePenalty { get; init; } = true;

    /// <summary>α: how far beyond the splitting step is gone.</summary>
    [Description("Over-relaxation of the splitting step.")]
    [Range(1.0, 1.9)]
    public double Relaxation { get; init; } = 1.6;

    /// <summary>How often variables and rows are equilibrated before the first step; 0: never.</summary>
    [Description("Sweeps of equilibration over variables and rows; 0 for none.")]
    [Range(0, 50)]
    public int ScalingSweeps { get; init; } = 4;

    /// <summary>Whether the exact active set is looked for.</summary>
    [Description("Whether the exact solution is looked for from the active set that the steps suggest.")]
    public bool Polish { get; init; } = true;

    /// <summary>How many problems of a batch are solved at the same time; 0: as many as there are processors. Results do not depend on it.</summary>
    [Description("Problems solved at the same time; 0 for one per processor. Results do not depend on it.")]
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ReducedTolerance < RelativeTolerance)
            yield return new ValidationResult(string.Create(CultureInfo.InvariantCulture, $"{ReducedTolerance} is below the relative tolerance {RelativeTolerance}"), [nameof(ReducedTolerance)]);
    }
}
