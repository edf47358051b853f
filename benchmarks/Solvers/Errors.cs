using DiffOG.Constraints;
using DiffOG.Solvers;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>How far solutions are from the conditions of optimality, by code that no solver uses.</summary>
/// <param name="Violation">The largest of any bound.</param>
/// <param name="Optimality">The largest of Qx + p + Gᵀy and of any multiplier times the distance to its bound.</param>
internal readonly record struct Errors(double Violation, double Optimality)
{
    /// <summary>The larger ones of two.</summary>
    internal Errors Or(Errors other) => new(Math.Max(Violation, other.Violation), Math.Max(Optimality, other.Optimality));

    /// <summary>Those of one solution.</summary>
    internal static Errors Of(QpSolution solution)
    {
        LinearConstraints rows = solution.Problem.Constraints;
        double[] product = rows.Matrix.Multiply(solution.X);
        (double violation, double worst) = (0, Stationarity(solution, rows));
        for (int r = 0; r < product.Length; r++)
        {
            double y = solution.Multipliers[r], distance = y > 0 ? rows.Upper[r] - product[r] : product[r] - rows.Lower[r];
            violation = Math.Max(violation, Math.Max(product[r] - rows.Upper[r], rows.Lower[r] - product[r]));
            worst = Math.Max(worst, y == 0 ? 0 : Math.Abs(y * distance));
        }
        return new Errors(violation, worst);
    }

    private static double Stationarity(QpSolution solution, LinearConstraints rows)
    {
        QpProblem problem = solution.Problem;
        double[] force = rows.Matrix.MultiplyTransposed(solution.Multipliers);
        double worst = 0;
        for (int i = 0; i < force.Length; i++)
        {
            double sum = force[i] + problem.P[i];
            for (int j = 0; j < force.Length; j++)
                sum += problem.Q[(i * force.Length) + j] * solution.X[j];
            worst = Math.Max(worst, Math.Abs(sum));
        }
        return worst;
    }
}
