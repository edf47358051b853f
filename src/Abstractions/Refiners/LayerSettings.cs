namespace DiffOG.Refiners;

/// <summary>What the quadratic program of the DiffOG layer minimises; Q̂ = Q + λ AᵀA with A the consecutive differences of the motion dimensions.</summary>
public enum LayerObjective
{
    /// <summary>½ xᵀQ̂x − aᵀx: the reference implementation's. Its free optimum is Q̂⁻¹a.</summary>
    Linear,

    /// <summary>½ (x − a)ᵀQ(x − a) + ½ λ‖Ax‖²: returns a untouched when nothing binds and λ = 0.</summary>
    Tracking,
}

/// <summary>The settings of the DiffOG layer that training and inference must share.</summary>
/// <param name="Objective">What is minimised.</param>
/// <param name="SmoothWeight">λ ≥ 0; the reference trains with 4.</param>
/// <param name="Smoothed">The dimensions in A, ascending.</param>
public sealed record LayerSettings(LayerObjective Objective, double SmoothWeight, IReadOnlyList<int> Smoothed);
