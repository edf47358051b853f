using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace DiffOG.Solvers.InteriorPoint;

/// <summary>Settings of the interior-point solver.</summary>
public sealed class InteriorPointOptions : IValidatableObject
{
    /// <summary>The largest residuals of <see cref="QpStatus.Solved"/>, relative to the size of the numbers they are differences of.</summary>
    [Description("Largest relative residuals of a solved problem; solutions that end on an exact active set are far below.")]
    [Range(1e-12, 1e-3)]
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>The largest relative residuals of <see cref="QpStatus.SolvedInaccurately"/>.</summary>
    [Description("Largest relative residuals of a problem solved inaccurately.")]
    [Range(1e-12, 1e-1)]
    public double ReducedTolerance { get; init; } = 1e-5;

    /// <summary>The largest number of predictor–corrector steps.</summary>
    [Description("Most predictor-corrector steps; 3 to 8 are usual.")]
    [Range(1, 1000)]
    public int MaxIterations { get; init; } = 100;

    /// <summary>How many problems of a batch are solved at the same time; 0: as many as there are processors. Results do not depend on it.</summary>
    [Description("Problems solved at the same time; 0 for one per processor. Results do not depend on it.")]
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ReducedTolerance < Tolerance)
            yield return new ValidationResult(string.Create(CultureInfo.InvariantCulture, $"{ReducedTolerance} is below the tolerance {Tolerance}"), [nameof(ReducedTolerance)]);
    }
}
