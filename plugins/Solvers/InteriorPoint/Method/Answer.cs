using System.Globalization;
using DiffOG.Solvers.InteriorPoint.Numerics;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>Writes how a solve ended, in the units of the problem as it was given, with residuals measured on that.</summary>
internal sealed unsafe class Answer(InteriorPointOptions settings)
{
    private readonly OptimalityCheck check = new();
    private double[] point = [], multipliers = [];

    /// <summary>Writes a point if it is one: with residuals within the tolerance. Otherwise the result stays as it is.</summary>
    internal bool IsSolution(QpSolution result, Problem problem, double* x, double* y, int iterations)
    {
        OptimalityResiduals residuals = Measure(problem, x, y);
        if (!(residuals.Relative <= settings.Tolerance))
            return false;
        Write(result, problem, residuals, iterations);
        result.Status = QpStatus.Solved;
        return true;
    }

    /// <summary>Writes a point as good as it is.</summary>
    internal void BestPoint(QpSolution result, Problem problem, double* x, double* y, int iterations)
    {
        OptimalityResiduals residuals = Measure(problem, x, y);
        Write(result, problem, residuals, iterations);
        result.Status = residuals.Relative <= settings.Tolerance ? QpStatus.Solved
            : residuals.Relative <= settings.ReducedTolerance ? QpStatus.SolvedInaccurately
            : QpStatus.IterationLimit;
        if (result.Status != QpStatus.Solved)
            result.Detail = string.Create(CultureInfo.InvariantCulture, $"After {iterations} iterations the largest relative residual is {residuals.Relative:G3}.");
    }

    /// <summary>No feasible point, and the proof.</summary>
    internal static void Infeasible(QpSolution result, Problem problem, double* y, int iterations)
    {
        WithoutPoint(result, problem.Original, QpStatus.Infeasible, "No point satisfies all rows; the multipliers prove it.");
        Unscale(problem, y, 1, result.Multipliers);
        (result.PrimalResidual, result.Iterations) = (double.PositiveInfinity, iterations);
    }

    /// <summary>No point at all.</summary>
    internal static void WithoutPoint(QpSolution result, QpProblem problem, QpStatus status, string detail)
    {
        result.Reset(problem);
        Array.Fill(result.X, double.NaN);
        Array.Fill(result.Multipliers, double.NaN);
        (result.Status, result.Detail) = (status, detail);
    }

    private OptimalityResiduals Measure(Problem problem, double* x, double* y)
    {
        Scaling.Grow(ref point, problem.Variables);
        Scaling.Grow(ref multipliers, problem.Rows.Rows);
        new ReadOnlySpan<double>(x, problem.Variables).CopyTo(point);
        Unscale(problem, y, problem.CostScale, multipliers);
        return check.Measure(problem.Original, point, multipliers);
    }

    private void Write(QpSolution result, Problem problem, OptimalityResiduals residuals, int iterations)
    {
        result.Reset(problem.Original);
        point.AsSpan(0, problem.Variables).CopyTo(result.X);
        multipliers.AsSpan(0, problem.Rows.Rows).CopyTo(result.Multipliers);
        (result.PrimalResidual, result.DualResidual, result.ComplementarityGap, result.Iterations) = (residuals.Primal, residuals.Dual, residuals.Gap, iterations);
    }

    private static void Unscale(Problem problem, double* y, double costScale, Span<double> target)
    {
        for (int r = 0; r < problem.Rows.Rows; r++)
            target[r] = y[problem.Rows.SlotOf(r)] * problem.Rows.ScaleOf(r) / costScale;
    }
}
