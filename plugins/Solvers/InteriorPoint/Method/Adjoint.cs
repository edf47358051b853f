using DiffOG.Constraints;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// Gradients through a solution (Amos and Kolter 2017, section 3). On the active set the optimality conditions are
/// M [x; y] = [−p; b] with M = [Q Aᵀ; A 0], so with M [d; w] = [dL/dx; 0]: dL/dp = −d, dL/dQ = −½ (d xᵀ + x dᵀ),
/// dL/db = w. Rows that only touch their bound, with a multiplier of zero, count as not active.
/// </summary>
internal sealed unsafe class Adjoint
{
    private readonly Problem problem = new();
    private readonly Kkt cost = new();
    private readonly ActiveSet active = new();
    private readonly ActiveSetKkt kkt = new();

    internal QpGradient Pull(QpSolution solution, ReadOnlySpan<double> gradient)
    {
        QpProblem original = solution.Problem;
        int n = original.Variables;
        var result = new QpGradient(solution, new double[n], new double[original.Constraints.Rows], new double[original.Constraints.Rows]);
        if (!solution.HasPoint)
            return result;
        problem.Load(original);
        if (!cost.FactorCost(problem))
            return result;
        active.Take(problem, solution.Multipliers, original.Constraints.Matrix.Multiply(solution.X));
        kkt.Factor(problem, cost, active);
        for (int i = 0; i < n; i++)
            kkt.RightSide[i] = gradient[i];
        kkt.Solve(problem, active);
        for (int i = 0; i < n; i++)
            result.P[i] = -kkt.Solution[i] * problem.CostScale;
        WriteBounds(solution.Multipliers, result);
        return result;
    }

    /// <summary>Where both bounds of a row are equal, the gradient goes to the one that the multiplier pushes against.</summary>
    private void WriteBounds(double[] multipliers, QpGradient result)
    {
        for (int k = 0; k < active.Count; k++)
        {
            int row = active.Row(k);
            double[] bounds = multipliers[row] < 0 ? result.Lower : result.Upper;
            bounds[row] = kkt.Multipliers[k] * problem.ScaleOfRow(row);
        }
    }
}
