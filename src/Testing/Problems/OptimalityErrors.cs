using System.Numerics;
using System.Runtime.InteropServices;
using DiffOG.Solvers;

namespace DiffOG.Testing.Problems;

/// <summary>
/// How far a point and multipliers are from the conditions of optimality (Karush, Kuhn, Tucker), each error relative to
/// the numbers it is a difference of. What is not a number counts as infinite.
/// </summary>
/// <param name="Stationarity">The largest element of Qx + p + Gᵀy.</param>
/// <param name="Violation">The largest amount by which a row leaves its bounds.</param>
/// <param name="Complementarity">The largest distance of a row to the bound that its multiplier pushes against; infinite where there is no such bound.</param>
public readonly record struct OptimalityErrors(WorstPlace Stationarity, WorstPlace Violation, WorstPlace Complementarity)
{
    /// <summary>The largest of the three.</summary>
    public double Largest => Math.Max(Stationarity.Relative, Math.Max(Violation.Relative, Complementarity.Relative));

    /// <summary>Measures a point, whatever its status says.</summary>
    /// <param name="solution">The point, its multipliers and its problem.</param>
    public static OptimalityErrors Of(QpSolution solution)
    {
        QpProblem problem = solution.Problem;
        double[] pull = problem.Constraints.Matrix.MultiplyTransposed(solution.Multipliers), product = problem.Constraints.Matrix.Multiply(solution.X);
        double reach = Math.Max(1e-3, solution.X.Max(Math.Abs));
        WorstPlace stationarity = default, violation = default, complementarity = default;
        for (int i = 0; i < problem.Variables; i++)
        {
            (double force, double size) = WeightedSum(problem.Q.AsSpan(i * problem.Variables, problem.Variables), solution.X);
            double pushed = problem.P[i] + pull[i];
            stationarity = stationarity.Or(i, force + pushed, size + Math.Abs(problem.P[i]) + Math.Abs(pull[i]) + 1e-3);
        }
        for (int r = 0; r < product.Length; r++)
        {
            double lower = problem.Constraints.Lower[r], upper = problem.Constraints.Upper[r], y = solution.Multipliers[r];
            violation = violation.Or(r, Math.Max(0, Math.Max(lower - product[r], product[r] - upper)), reach);
            complementarity = complementarity.Or(r, y > 0 ? upper - product[r] : y < 0 ? product[r] - lower : 0, reach);
        }
        return new OptimalityErrors(stationarity, violation, complementarity);
    }

    /// <summary>Σ a_j x_j and Σ |a_j x_j|.</summary>
    private static (double Sum, double Size) WeightedSum(ReadOnlySpan<double> row, ReadOnlySpan<double> x)
    {
        ReadOnlySpan<Vector<double>> rows = MemoryMarshal.Cast<double, Vector<double>>(row), points = MemoryMarshal.Cast<double, Vector<double>>(x);
        Vector<double> sums = Vector<double>.Zero, sizes = Vector<double>.Zero;
        for (int k = 0; k < rows.Length; k++)
        {
            Vector<double> product = rows[k] * points[k];
            sums += product;
            sizes += Vector.Abs(product);
        }
        (double sum, double size) = (Vector.Sum(sums), Vector.Sum(sizes));
        for (int j = rows.Length * Vector<double>.Count; j < row.Length; j++)
            (sum, size) = (sum + (row[j] * x[j]), size + Math.Abs(row[j] * x[j]));
        return (sum, size);
    }
}
