using System.Globalization;
using DiffOG.Constraints;
using DiffOG.Solvers;

namespace DiffOG.Host.Qp;

/// <summary>
/// Solves problems whose Q is only semidefinite, as many published ones are, with a solver that needs it definite:
/// x ← argmin f(x) + ½ ρ ‖x − x_last‖² (Rockafellar 1976). Each step is a problem with Q + ρI; what is left of the gradient
/// is ρ (x_last − x), so that the steps end at the exact solution. Where they never end, the last step is tried as a
/// direction in which the cost falls for ever.
/// </summary>
/// <param name="inner">Solves the steps.</param>
internal sealed class ProximalPoint(IQpSolver inner) : IQpSolver
{
    private const int MaxSteps = 100;

    /// <summary>ρ, and the largest residuals of what is solved and solved inaccurately, each relative to the numbers of the problem.</summary>
    private const double Weight = 1e-6, Tolerance = 1e-9, ReducedTolerance = 1e-6;

    /// <inheritdoc/>
    public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null) =>
        [.. problems.Select((problem, i) => Solve(problem, warmStarts?[i]))];

    /// <inheritdoc/>
    public IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients) =>
        throw new NotSupportedException("Only the solver itself knows its gradients.");

    private QpSolution Solve(QpProblem problem, QpSolution? start)
    {
        double rho = Weight * Math.Max(1, KktCheck.Largest(problem.Q));
        double[] shifted = WithDiagonal(problem, rho), last = start?.X ?? new double[problem.Variables], step = last;
        (QpSolution? now, QpSolution? best, double least, int iterations) = (start, null, double.PositiveInfinity, 0);
        for (int k = 1; k <= MaxSteps; k++)
        {
            now = QpSolverExtensions.Solve(inner, new QpProblem(shifted, [.. problem.P.Zip(last, (p, x) => p - (rho * x))], problem.Constraints), now);
            iterations += now.Iterations;
            if (!now.HasPoint)
                return Ended(problem, now, best, least, iterations, now.Detail ?? "The solver gave up in a proximal step.");
            double residual = KktCheck.Of(problem, now.X, now.Multipliers).Relative;
            if (residual < least)
                (best, least) = (now, residual);
            if (residual <= Tolerance)
                return Ended(problem, now, best, least, iterations, Text($"By {k} proximal steps."));
            step = [.. now.X.Zip(last, (x, before) => x - before)];
            last = [.. now.X];
        }
        return FallsForEver(problem, step)
            ? Result(problem, now!, QpStatus.Unbounded, iterations, Text($"The cost falls for ever along the last of {MaxSteps} proximal steps."))
            : Ended(problem, now!, best, least, iterations, Text($"{MaxSteps} proximal steps did not come to an end."));
    }

    /// <summary>The best point where it is good enough; else what there is.</summary>
    private static QpSolution Ended(QpProblem problem, QpSolution last, QpSolution? best, double least, int iterations, string detail) => least switch
    {
        <= Tolerance => Result(problem, best!, QpStatus.Solved, iterations, detail),
        <= ReducedTolerance => Result(problem, best!, QpStatus.SolvedInaccurately, iterations, detail),
        _ => Result(problem, last, last.HasPoint ? QpStatus.IterationLimit : last.Status, iterations, detail),
    };

    private static QpSolution Result(QpProblem problem, QpSolution last, QpStatus status, int iterations, string detail)
    {
        KktCheck check = KktCheck.Of(problem, last.X, last.Multipliers);
        return new QpSolution(problem, status, last.X, last.Multipliers)
        {
            PrimalResidual = check.Primal,
            DualResidual = check.Dual,
            ComplementarityGap = check.Complementarity,
            Iterations = iterations,
            Detail = detail,
        };
    }

    private static double[] WithDiagonal(QpProblem problem, double rho)
    {
        double[] q = [.. problem.Q];
        for (int i = 0; i < problem.Variables; i++)
            q[(i * problem.Variables) + i] += rho;
        return q;
    }

    /// <summary>Whether Qd = 0, pᵀd &lt; 0 and d leaves no bound however far one goes, up to rounding.</summary>
    private static bool FallsForEver(QpProblem problem, double[] step)
    {
        double size = KktCheck.Largest(step);
        double[] d = [.. step.Select(s => s / size)];
        LinearConstraints rows = problem.Constraints;
        double[] along = rows.Matrix.Multiply(d);
        bool stays = along.Select((a, r) => (a <= Weight || double.IsPositiveInfinity(rows.Upper[r])) && (a >= -Weight || double.IsNegativeInfinity(rows.Lower[r]))).All(inside => inside);
        QpProblem flat = new(problem.Q, new double[d.Length], LinearConstraints.None(d.Length));
        return stays && flat.Objective(d) <= Weight * Math.Max(1, KktCheck.Largest(problem.Q)) && problem.P.Zip(d, (p, x) => p * x).Sum() < -Tolerance;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
