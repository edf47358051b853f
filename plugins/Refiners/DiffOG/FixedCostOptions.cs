using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DiffOG.Refiners.DiffOG;

/// <summary>Settings of the refiner whose cost is not learned.</summary>
public sealed class FixedCostOptions
{
    /// <summary>What is minimised, with Q = I.</summary>
    [Description("What is minimised with Q = I; tracking leaves a feasible chunk alone when smoothWeight is 0.")]
    public LayerObjective Objective { get; init; } = LayerObjective.Tracking;

    /// <summary>w, the weight of squared consecutive differences.</summary>
    [Description("Weight of squared consecutive differences (w in Q = I + w AᵀA).")]
    [Range(0, 1e6)]
    public double SmoothWeight { get; init; }

    /// <summary>The largest violation of a bound that is sent, in normalised units; beyond it the refiner brakes.</summary>
    [Description("Largest violation of a bound that is sent, in normalised units; beyond it the refiner brakes.")]
    [Range(0, 1e-3)]
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Whether the solver starts from the last chunk's solution, shifted by the executed steps.</summary>
    [Description("Whether the solver starts from the last chunk's solution, shifted by the executed steps.")]
    public bool WarmStart { get; init; } = true;
}
