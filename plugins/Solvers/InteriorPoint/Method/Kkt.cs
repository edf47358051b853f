using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// The Newton system of the optimality conditions, reduced to x: (Q + Gᵀ W G) dx = rhs with W = z / s of every face.
/// Equalities enter with a slightly regularised dual, g dx − δ dv = −residual, hence the weight 1 / δ; the residual is
/// taken anew at every step, so that δ slows the multipliers' convergence but does not change where they go.
/// </summary>
internal sealed unsafe class Kkt
{
    /// <summary>What rounding leaves of a pivot that should be zero.</summary>
    private const double SmallestPivot = 1e-15;
    private const double DualRegularisation = 1e-7;

    private readonly PinnedBuffer cost = new(), costInverse = new(), system = new(), inverse = new();
    private double[] weights = [], targets = [];

    /// <summary>The factor of Q, once <see cref="FactorCost"/> succeeded.</summary>
    internal double* CostFactor => cost.Start;

    /// <summary>1 / diagonal of that factor.</summary>
    internal double* CostInverse => costInverse.Start;

    /// <summary>Factors Q. False: it is not positive definite.</summary>
    internal bool FactorCost(Problem problem)
    {
        Copy(problem, cost);
        return DenseCholesky.Factor(cost.Start, problem.Size, problem.Size, problem.Leading, costInverse.Reserve(problem.Size), SmallestPivot) < 0;
    }

    /// <summary>Factors Q + Gᵀ W G. False: the numbers have broken down.</summary>
    internal bool Factor(Problem problem, Iterate iterate)
    {
        Copy(problem, system);
        if (weights.Length < problem.Rows)
            weights = new double[problem.Rows];
        Array.Clear(weights, 0, problem.Rows);
        for (int f = 0; f < problem.Faces; f++)
            weights[problem.RowOfFace(f)] += iterate.Z[f] / iterate.S[f];
        for (int e = 0; e < problem.Equalities; e++)
            weights[problem.RowOfEquality(e)] = 1 / DualRegularisation;
        for (int r = 0; r < problem.Rows; r++)
        {
            if (weights[r] > 0)
                problem.AddOuterProduct(r, weights[r], system.Start);
        }
        return DenseCholesky.Factor(system.Start, problem.Size, problem.Size, problem.Leading, inverse.Reserve(problem.Size), 0) < 0;
    }

    /// <summary>The direction towards s·z = <paramref name="centre"/>; with <paramref name="corrected"/>, less the product of the affine direction's ds and dz that the linearisation left out.</summary>
    internal void Direction(Problem problem, Iterate iterate, Residuals residuals, double centre, bool corrected)
    {
        if (targets.Length < problem.Faces)
            targets = new double[problem.Faces];
        double* step = iterate.StepX;
        for (int i = 0; i < problem.Size; i++)
            step[i] = -residuals.Dual[i];
        for (int f = 0; f < problem.Faces; f++)
        {
            targets[f] = centre - (iterate.S[f] * iterate.Z[f]) - (corrected ? iterate.StepS[f] * iterate.StepZ[f] : 0);
            problem.AddRow(problem.RowOfFace(f), -problem.SignOfFace(f) * (targets[f] + (iterate.Z[f] * residuals.Faces[f])) / iterate.S[f], step);
        }
        for (int e = 0; e < problem.Equalities; e++)
            problem.AddRow(problem.RowOfEquality(e), -residuals.Equalities[e] / DualRegularisation, step);
        TriangularSolve.Forward(system.Start, problem.Size, problem.Leading, inverse.Start, step);
        TriangularSolve.Backward(system.Start, problem.Size, problem.Leading, inverse.Start, step);
        Recover(problem, iterate, residuals);
    }

    /// <summary>What dx implies: ds = −residual − sign · g dx, dz = (target − z ds) / s, dv = (g dx + residual) / δ.</summary>
    private void Recover(Problem problem, Iterate iterate, Residuals residuals)
    {
        for (int f = 0; f < problem.Faces; f++)
        {
            iterate.StepS[f] = -residuals.Faces[f] - (problem.SignOfFace(f) * problem.RowTimes(problem.RowOfFace(f), iterate.StepX));
            iterate.StepZ[f] = (targets[f] - (iterate.Z[f] * iterate.StepS[f])) / iterate.S[f];
        }
        for (int e = 0; e < problem.Equalities; e++)
            iterate.StepV[e] = (problem.RowTimes(problem.RowOfEquality(e), iterate.StepX) + residuals.Equalities[e]) / DualRegularisation;
    }

    private static void Copy(Problem problem, PinnedBuffer target)
    {
        int size = problem.Size * problem.Leading;
        new ReadOnlySpan<double>(problem.Q, size).CopyTo(new Span<double>(target.Reserve(size), size));
    }
}
