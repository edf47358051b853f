using DiffOG.Constraints;

namespace DiffOG.Solvers;

/// <summary>Minimise ½ xᵀQx + pᵀx subject to lower ≤ G x ≤ upper.</summary>
/// <param name="Q">[n·n] row-major, symmetric, positive definite; a solver that says so takes a semidefinite one.</param>
/// <param name="P">[n] linear term.</param>
/// <param name="Constraints">The inequalities over n variables.</param>
public sealed record QpProblem(double[] Q, double[] P, LinearConstraints Constraints)
{
    /// <summary>n.</summary>
    public int Variables => P.Length;

    /// <summary>Whether whoever made Q vouches that it is symmetric and positive definite, as L Lᵀ + ε I is. A solver then need not make sure.</summary>
    public bool Definite { get; init; }

    /// <summary>½ xᵀQx + pᵀx.</summary>
    /// <param name="x">[n].</param>
    public double Objective(ReadOnlyMemory<double> x)
    {
        ReadOnlySpan<double> values = x.Span;
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double row = 0;
            for (int j = 0; j < values.Length; j++)
                row += Q[(i * values.Length) + j] * values[j];
            sum += values[i] * ((0.5 * row) + P[i]);
        }
        return sum;
    }
}
