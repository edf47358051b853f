using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DiffOG.Refiners.DiffOG;

/// <summary>Settings of the DiffOG refiner; what is minimised is the layer's, shared with training.</summary>
public sealed class DiffOGRefinerOptions
{
    /// <summary>The largest violation of a bound that is sent, in normalised units; beyond it the refiner brakes.</summary>
    [Description("Largest violation of a bound that is sent, in normalised units; beyond it the refiner brakes.")]
    [Range(0, 1e-3)]
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Whether the solver starts from the last chunk's solution, shifted by the executed steps.</summary>
    [Description("Whether the solver starts from the last chunk's solution, shifted by the executed steps.")]
    public bool WarmStart { get; init; } = true;
}
