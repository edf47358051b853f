using DiffOG.Solvers.InteriorPoint.Numerics;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// Gradients through a solution (Amos and Kolter 2017, section 3). On the active set the optimality conditions are
/// M [x; y] = [−p; c] with M = [Q Aᵀ; A 0], so with M [d; w] = [dL/dx; 0]: dL/dp = −d, dL/dQ = −½ (d xᵀ + x dᵀ),
/// dL/dc = w. Rows that only touch their bound, with a multiplier of zero, count as not active.
/// Where M is singular, because Q has flat directions that no active row holds, x is one of many solutions and its
/// derivative the shortest one: eigenvalues λ of M count as λ / (λ + ε)² instead of 1 / λ, which leaves out those of zero.
/// </summary>
internal sealed unsafe class Adjoint
{
    /// <summary>ε.</summary>
    private const double Flat = 1e-6;

    private readonly Problem problem = new();
    private readonly NewtonMatrix matrix = new();
    private readonly ActiveSet active = new();
    private readonly HeldRows held = new();
    private readonly PinnedBuffer product = new(), point = new();

    internal QpGradient Pull(QpSolution solution, ReadOnlySpan<double> gradient)
    {
        (int n, int m) = (solution.Problem.Variables, solution.Problem.Constraints.Rows);
        var result = new QpGradient(solution, new double[n], new double[m], new double[m]);
        if (!solution.HasPoint)
            return result;
        problem.Load(solution.Problem);
        FindActive(solution);
        held.Begin(problem);
        gradient.CopyTo(new Span<double>(held.Right, n));
        if (!Solve())
            return result;
        for (int i = 0; i < n; i++)
            result.P[i] = -held.X[i] * problem.CostScale;
        WriteBounds(solution.Multipliers, result);
        return result;
    }

    private void FindActive(QpSolution solution)
    {
        double* x = point.ReserveZeros(problem.Size + DenseCholesky.Block);
        solution.X.CopyTo(new Span<double>(x, problem.Variables));
        problem.Rows.Multiply(x, product.Reserve(problem.Slots));
        active.Take(problem, solution.Multipliers, product.Start);
    }

    private bool Solve()
    {
        if (!held.HoldAtZero(matrix, active, 0))
            return false;
        if (matrix.WasSingular)
            return SolveTwice();
        held.Refine(matrix);
        return true;
    }

    /// <summary>(M + ε)⁻¹ M (M + ε)⁻¹.</summary>
    private bool SolveTwice()
    {
        if (!held.HoldAtZero(matrix, active, Flat))
            return false;
        held.Correct(matrix);
        held.TakeAsRight();
        held.Correct(matrix);
        return true;
    }

    /// <summary>Where both bounds of a row are equal, the gradient goes to the one that the multiplier pushes against.</summary>
    private void WriteBounds(double[] multipliers, QpGradient result)
    {
        for (int r = 0; r < multipliers.Length; r++)
        {
            int slot = problem.Rows.SlotOf(r);
            double[] bounds = multipliers[r] < 0 ? result.Lower : result.Upper;
            bounds[r] = held.Y[slot] * problem.Rows.ScaleOf(r);
        }
    }
}
