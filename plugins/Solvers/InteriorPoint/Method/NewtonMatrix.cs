using System.Runtime.CompilerServices;
using DiffOG.Solvers.InteriorPoint.Numerics;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// The one matrix that everything here is solved with: K = Q + Gᵀ W G, factored. From use to use only W differs. Where Q
/// has flat directions a little is added to the diagonal, and where rounding makes K indefinite a share of each diagonal
/// element: steps become finite, and as residuals are measured anew after each they end at the same place.
/// </summary>
internal sealed unsafe class NewtonMatrix
{
    /// <summary>What rounding leaves of a pivot that should be zero.</summary>
    private const double SmallestPivot = 1e-15;

    /// <summary>Curvature below the first share of a variable's own counts as none, and down to minus the second as well: Q may be rounded.</summary>
    private const double DefinitePivot = 1e-13, Flat = 1e-10;

    /// <summary>What makes a row of zeros positive.</summary>
    private const double Tiny = 1e-30;

    /// <summary>What is added where Q has flat directions.</summary>
    private const double Proximal = 1e-9;

    /// <summary>The shares that are added where rounding made K indefinite, one after the other.</summary>
    private const double FirstShare = 1e-14, LastShare = 1e-6, NextShare = 100;

    private readonly PinnedBuffer factor = new(), inverse = new();
    private int size, leading;

    /// <summary>Whether Q curves in every direction; known after <see cref="FactorCost"/>.</summary>
    internal bool IsDefinite { get; private set; }

    /// <summary>Whether K, as it was factored last, was singular up to rounding.</summary>
    internal bool WasSingular { get; private set; }

    /// <summary>Factors Q; where it has flat directions, Q + I. False: it curves downwards somewhere.</summary>
    internal bool FactorCost(Problem problem)
    {
        IsDefinite = true;
        CopyCost(problem);
        if (IsFactored(DefinitePivot))
            return true;
        IsDefinite = false;
        CopyCost(problem);
        AddToDiagonal(Tiny, Flat);
        return IsFactored(0) && FactorCentred(problem, null);
    }

    /// <summary>Factors K for a step. False: its numbers have broken down.</summary>
    /// <param name="problem">Q and G.</param>
    /// <param name="weights">[Slots] the diagonal of W.</param>
    internal bool Factor(Problem problem, double* weights) => Factor(problem, weights, IsDefinite ? 0 : Proximal);

    /// <summary>Factors K, where Q has flat directions K + I: for a point that is not far from zero.</summary>
    /// <param name="problem">Q and G.</param>
    /// <param name="weights">[Slots] the diagonal of W; null for zero.</param>
    internal bool FactorCentred(Problem problem, double* weights) => Factor(problem, weights, IsDefinite ? 0 : 1);

    /// <summary>Factors K + ridge · I. False: its numbers have broken down.</summary>
    /// <param name="problem">Q and G.</param>
    /// <param name="weights">[Slots] the diagonal of W; null for zero.</param>
    /// <param name="ridge">Zero or more.</param>
    internal bool Factor(Problem problem, double* weights, double ridge)
    {
        WasSingular = false;
        for (double share = 0; share <= LastShare; share = Math.Max(FirstShare, share * NextShare))
        {
            CopyCost(problem);
            if (weights != null)
                problem.Rows.AddGram(weights, factor.Start, leading);
            if (ridge + share > 0)
                AddToDiagonal(ridge, share);
            if (IsFactored(SmallestPivot))
                return true;
            WasSingular = true;
        }
        return false;
    }

    /// <summary>Factors Gᵀ W G + ridge · I.</summary>
    internal bool FactorRows(Problem problem, double* weights, double ridge)
    {
        (size, leading) = (problem.Size, problem.Leading);
        new Span<double>(factor.Reserve(size * leading), size * leading).Clear();
        AddToDiagonal(ridge, 0);
        problem.Rows.AddGram(weights, factor.Start, leading);
        return IsFactored(0);
    }

    /// <summary>b ← K⁻¹ b.</summary>
    internal void Solve(double* b)
    {
        TriangularSolve.Forward(factor.Start, size, leading, inverse.Start, b);
        TriangularSolve.Backward(factor.Start, size, leading, inverse.Start, b);
    }

    /// <summary>The lower triangle of Q, by whole blocks.</summary>
    private void CopyCost(Problem problem)
    {
        (size, leading) = (problem.Size, problem.Leading);
        double* matrix = factor.Reserve(size * leading);
        for (int j = 0; j < size; j++)
        {
            int top = j & -DenseCholesky.Block;
            VectorOps.Copy(matrix + ((long)j * leading) + top, problem.Q + ((long)j * leading) + top, size - top);
        }
    }

    private void AddToDiagonal(double amount, double share)
    {
        for (int i = 0; i < size; i++)
        {
            double* element = factor.Start + ((long)i * leading) + i;
            *element += amount + (share * Math.Abs(*element));
        }
    }

    /// <summary>Kept apart: inlined, the factorisation is compiled for the sizes that its caller met first, and half as fast for others.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsFactored(double smallestPivot) =>
        DenseCholesky.Factor(factor.Start, size, size, leading, inverse.Reserve(size), smallestPivot) < 0;
}
