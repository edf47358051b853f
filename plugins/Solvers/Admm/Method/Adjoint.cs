using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.Admm.Method;

/// <summary>
/// Gradients through a solution (Amos and Kolter 2017, section 3). On the active set the optimality conditions are
/// M [x; y] = [−p; b] with M = [Q Aᵀ; A 0], so with M [d; w] = [dL/dx; 0]: dL/dp = −d, dL/db = w. Rows that only touch
/// their bound, with a multiplier of zero, count as not active. In scaled numbers dL/dx̂ = D dL/dx, and d = c D d̂, w = E ŵ.
/// </summary>
internal sealed unsafe class Adjoint
{
    /// <summary>A semidefinite cost whose point moves by more than this, per unit of the loss's gradient, has no curvature there: the point is not the only one, and no derivative exists.</summary>
    private const double NoCurvature = 1e6;

    private readonly PinnedBuffer multipliers = new(), scaled = new();

    internal void Pull(ScaledProblem problem, ExactFinish finish, ReadOnlySpan<double> gradient, QpGradient result)
    {
        DenseQp qp = problem.Qp;
        TakeActive(problem, finish.Active, result.Solution);
        ActiveSystem system = finish.System;
        system.Factor.SmallestPivot = ActiveFactor.LeastPivot;
        system.Build(qp);
        double* b = scaled.ReserveZeros(qp.Size);
        for (int i = 0; i < qp.Variables; i++)
            b[i] = problem.ScaleOfVariable(i) * gradient[i];
        system.SetForce(new ReadOnlySpan<double>(b, qp.Size));
        new Span<double>(system.Levels, system.Rows.Count).Clear();
        system.Solve(qp);
        system.Refine(qp);
        if (system.Cost.IsDefinite || PaddedVectors.Largest(system.X, qp.Size) <= NoCurvature * PaddedVectors.Largest(b, qp.Size))
            Write(problem, finish, result);
    }

    /// <summary>Rows whose multiplier outweighs the distance to its bound.</summary>
    private void TakeActive(ScaledProblem problem, ActiveRows active, QpSolution solution)
    {
        DenseQp qp = problem.Qp;
        double* y = multipliers.Reserve(qp.Rows);
        for (int r = 0; r < qp.Rows; r++)
            y[r] = solution.Multipliers[r] * problem.CostScale / problem.ScaleOfRow(r);
        active.Take(qp, y);
    }

    /// <summary>Where both bounds of a row are equal, the gradient goes to the one that the multiplier pushes against.</summary>
    private static void Write(ScaledProblem problem, ExactFinish finish, QpGradient result)
    {
        for (int i = 0; i < result.P.Length; i++)
            result.P[i] = -finish.X[i] * problem.CostScale * problem.ScaleOfVariable(i);
        for (int k = 0; k < finish.Active.Count; k++)
        {
            int row = finish.Active[k];
            double[] bounds = result.Solution.Multipliers[row] < 0 ? result.Lower : result.Upper;
            bounds[row] = finish.System.Multipliers[k] * problem.ScaleOfRow(row);
        }
    }
}
