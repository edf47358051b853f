using DiffOG.Constraints;
using DiffOG.Solvers;
using Xunit;

namespace DiffOG.Testing.Problems;

/// <summary>Checks a solution by code that shares nothing with the solver.</summary>
public static class Optimality
{
    /// <summary>Stationarity, bounds, signs and complementarity, each relative to the numbers it is made of.</summary>
    /// <param name="solution">A solution.</param>
    /// <param name="tolerance">The largest relative error.</param>
    public static void Holds(QpSolution solution, double tolerance = 1e-10)
    {
        QpProblem problem = solution.Problem;
        LinearConstraints rows = problem.Constraints;
        int n = problem.Variables;
        double[] pull = rows.Matrix.MultiplyTransposed(solution.Multipliers), product = rows.Matrix.Multiply(solution.X);
        Assert.True(solution.Status == QpStatus.Solved, $"{solution.Status}: {solution.Detail}");
        for (int i = 0; i < n; i++)
        {
            double force = 0, size = Math.Abs(problem.P[i]) + Math.Abs(pull[i]) + 1e-3;
            for (int j = 0; j < n; j++)
            {
                force += problem.Q[(i * n) + j] * solution.X[j];
                size += Math.Abs(problem.Q[(i * n) + j] * solution.X[j]);
            }
            Assert.True(Math.Abs(force + problem.P[i] + pull[i]) <= tolerance * size, $"Variable {i}: {force + problem.P[i] + pull[i]:G3} of {size:G3}.");
        }
        double reach = Math.Max(1e-3, solution.X.Max(Math.Abs));
        for (int r = 0; r < rows.Rows; r++)
        {
            double y = solution.Multipliers[r];
            Assert.True(product[r] <= rows.Upper[r] + (tolerance * reach) && product[r] >= rows.Lower[r] - (tolerance * reach), $"Row {r}: {product[r]:R} outside [{rows.Lower[r]:R}, {rows.Upper[r]:R}].");
            double distance = y > 0 ? rows.Upper[r] - product[r] : y < 0 ? product[r] - rows.Lower[r] : 0;
            Assert.True(Math.Abs(distance) <= tolerance * reach, $"Row {r}: multiplier {y:R} at distance {distance:R}.");
        }
    }
}
