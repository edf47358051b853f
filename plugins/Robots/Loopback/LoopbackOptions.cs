using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DiffOG.Robots.Loopback;

/// <summary>Settings of the robot in memory.</summary>
public sealed class LoopbackOptions : IValidatableObject
{
    /// <summary>The number of joints.</summary>
    [Description("Joints of the robot.")]
    [Range(1, 64)]
    public int Joints { get; init; } = 6;

    /// <summary>The smallest joint angle [rad].</summary>
    [Description("Smallest joint angle [rad].")]
    [Range(-100, 100)]
    public double Minimum { get; init; } = -Math.PI;

    /// <summary>The largest joint angle [rad].</summary>
    [Description("Largest joint angle [rad].")]
    [Range(-100, 100)]
    public double Maximum { get; init; } = Math.PI;

    /// <summary>The largest change between consecutive commands [rad].</summary>
    [Description("Largest change between consecutive commands [rad].")]
    [Range(1e-6, 100)]
    public double LargestStep { get; init; } = 0.05;

    /// <summary>The control rate [Hz].</summary>
    [Description("Control rate [Hz].")]
    [Range(0.1, 10_000)]
    public double Rate { get; init; } = 50;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Minimum >= Maximum)
            yield return new ValidationResult(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"minimum {Minimum} must be below maximum {Maximum}"), [nameof(Minimum)]);
    }
}
