using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace DiffOG.Solvers.TorchInteriorPoint;

/// <summary>Settings of the interior-point solver in Torch operators.</summary>
public sealed class TorchInteriorPointOptions : IValidatableObject
{
    /// <summary>Where the iterations run: <c>cpu</c>, <c>cuda</c>, or <c>cuda:1</c> for one of several.</summary>
    [Description("Device of the iterations: cpu, cuda, or cuda:1 for one of several.")]
    [RegularExpression("cpu|cuda(:[0-9]{1,3})?", ErrorMessage = "A device is cpu, cuda, or cuda: and a number.")]
    public string Device { get; init; } = "cpu";

    /// <summary>The largest residuals of <see cref="QpStatus.Solved"/>, relative to the size of the numbers they are differences of; where the iterations of a problem end.</summary>
    [Description("Largest relative residuals of a solved problem; solutions that end on an exact active set are far below.")]
    [Range(1e-12, 1e-3)]
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>The largest relative residuals of <see cref="QpStatus.SolvedInaccurately"/>.</summary>
    [Description("Largest relative residuals of a problem solved inaccurately.")]
    [Range(1e-12, 1e-1)]
    public double ReducedTolerance { get; init; } = 1e-5;

    /// <summary>The largest number of predictor–corrector steps.</summary>
    [Description("Most predictor-corrector steps; 7 to 15 are usual.")]
    [Range(1, 1000)]
    public int MaxIterations { get; init; } = 100;

    /// <summary>The most problems on the device at the same time; larger batches go in pieces. Results do not depend on it.</summary>
    [Description("Most problems on the device at the same time; larger batches go in pieces, as their memory allows.")]
    [Range(1, 65536)]
    public int MaxBatch { get; init; } = 512;

    /// <summary>Whether every problem is finished exactly on the CPU, from the active set that the device found. Without, points and gradients are as exact as the tolerance, and their last bits are the device's.</summary>
    [Description("Finish every problem exactly on the CPU, from the active set that the device found.")]
    public bool Polish { get; init; } = true;

    /// <summary>How many problems are finished at the same time; 0: as many as there are processors. Results do not depend on it.</summary>
    [Description("Problems finished at the same time on the CPU; 0 for one per processor. Results do not depend on it.")]
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ReducedTolerance < Tolerance)
            yield return new ValidationResult(string.Create(CultureInfo.InvariantCulture, $"{ReducedTolerance} is below the tolerance {Tolerance}"), [nameof(ReducedTolerance)]);
    }
}
