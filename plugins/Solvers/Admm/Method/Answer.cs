using System.Globalization;

namespace DiffOG.Solvers.Admm.Method;

/// <summary>Writes what was found into a result, in the units of the problem as it was given.</summary>
internal static unsafe class Answer
{
    /// <summary>A point; its status follows from its residuals.</summary>
    internal static void Point(QpSolution result, ScaledProblem problem, double* x, double* y, Residuals residuals, AdmmOptions settings)
    {
        for (int i = 0; i < result.X.Length; i++)
            result.X[i] = x[i] * problem.ScaleOfVariable(i);
        for (int r = 0; r < result.Multipliers.Length; r++)
            result.Multipliers[r] = y[r] * problem.ScaleOfRow(r) / problem.CostScale;
        (result.PrimalResidual, result.DualResidual, result.ComplementarityGap) = (residuals.Primal, residuals.Dual, residuals.Gap);
        result.Status = residuals.Relative <= settings.RelativeTolerance ? QpStatus.Solved
            : residuals.Relative <= settings.ReducedTolerance ? QpStatus.SolvedInaccurately
            : QpStatus.IterationLimit;
        if (result.Status != QpStatus.Solved)
            result.Detail = string.Create(CultureInfo.InvariantCulture, $"After {result.Iterations} iterations the largest relative residual is {residuals.Relative:G3}.");
    }

    /// <summary>No point, and why.</summary>
    internal static void Nothing(QpSolution result, QpStatus status, string detail)
    {
        (result.Status, result.Detail) = (status, detail);
        Array.Fill(result.X, double.NaN);
        Array.Fill(result.Multipliers, double.NaN);
    }

    /// <summary>No point, and the multipliers that prove it.</summary>
    internal static void Infeasible(QpSolution result, ScaledProblem problem, double* y)
    {
        Nothing(result, QpStatus.Infeasible, "No point satisfies all rows; the multipliers prove it.");
        for (int r = 0; r < result.Multipliers.Length; r++)
            result.Multipliers[r] = y[r] * problem.ScaleOfRow(r);
        result.PrimalResidual = double.PositiveInfinity;
    }
}
