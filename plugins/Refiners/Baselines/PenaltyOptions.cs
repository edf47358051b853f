using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DiffOG.Refiners.Baselines;

/// <summary>Weights of the penalty optimisation; the distance to the proposal has weight one.</summary>
public sealed class PenaltyOptions
{
    /// <summary>λ of squared consecutive differences of the motion dimensions.</summary>
    [Description("Weight of squared consecutive differences.")]
    [Range(0, 1e6)]
    public double SmoothWeight { get; init; } = 1;

    /// <summary>ρ of squared violations of the constraints.</summary>
    [Description("Weight of squared violations of the constraints; limits hold only as it goes to infinity.")]
    [Range(0, 1e9)]
    public double PenaltyWeight { get; init; } = 100;
}
