using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.Admm.Method;

/// <summary>
/// The linear system of a step, K x = b with K = Q + σ I + Gᵀ R G. Factors are kept by ρ's exponent: over steps, over
/// changes of ρ, and over problems with the same Q and G. A kept factor has the bits that a new one would have.
/// </summary>
internal sealed unsafe class SplittingSystem
{
    /// <summary>σ (Stellato et al. 2020, table 3).</summary>
    internal const double Sigma = 1e-6;
    private const int Kept = 4;

    private readonly Factorisation[] factors = [.. Enumerable.Range(0, Kept).Select(_ => new Factorisation())];
    private Factorisation current = null!;
    private int oldest;

    /// <summary>Forgets all factors: Q, G or the kinds of rows have changed.</summary>
    internal void Forget()
    {
        foreach (Factorisation factor in factors)
            factor.Valid = false;
    }

    /// <summary>Makes the factor for the present penalties the one that solves. False: K is not positive definite.</summary>
    internal bool Choose(DenseQp qp, Penalty penalty)
    {
        foreach (Factorisation kept in factors)
        {
            if (kept.Valid && kept.Exponent == penalty.Exponent)
            {
                current = kept;
                return true;
            }
        }
        current = factors[oldest];
        oldest = (oldest + 1) % Kept;
        return current.Make(qp, penalty);
    }

    /// <summary>b ← K⁻¹ b.</summary>
    internal void Solve(DenseQp qp, double* b)
    {
        TriangularSolve.Forward(current.Matrix.Start, qp.Size, qp.Leading, current.Inverse.Start, b);
        TriangularSolve.Backward(current.Matrix.Start, qp.Size, qp.Leading, current.Inverse.Start, b);
    }

    /// <summary>One factor.</summary>
    private sealed class Factorisation
    {
        internal readonly PinnedBuffer Matrix = new(), Inverse = new();

        internal bool Valid { get; set; }

        internal int Exponent { get; private set; }

        internal bool Make(DenseQp qp, Penalty penalty)
        {
            int size = qp.Size * qp.Leading;
            double* k = Matrix.Reserve(size);
            new ReadOnlySpan<double>(qp.Q, size).CopyTo(new Span<double>(k, size));
            qp.AddGram(penalty.Weights, k, qp.Leading);
            for (int i = 0; i < qp.Size; i++)
                k[((long)i * qp.Leading) + i] += Sigma;
            Exponent = penalty.Exponent;
            Valid = DenseCholesky.Factor(k, qp.Size, qp.Size, qp.Leading, Inverse.Reserve(qp.Size), 0) < 0;
            return Valid;
        }
    }
}
