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

    /// <summary>ρ, and the largest gradient that is left, each relative to the numbers of the problem.</summary>
    private const double Weight = 1e-6, Tolerance = 1e-9;

    /// <inheritdoc/>
    public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null) =>
        [.. problems.Select((problem, i) => Solve(problem, warmStarts?[i]))];

    /// <inheritdoc/>
    public IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients) =>
        throw new NotSupportedException("Only the solver itself knows its gradients.");

    private QpSolution Solve(QpProblem problem, QpSolution? start)
    {
        double rho = Weight * Math.Max(1, KktCheck.Largest(problem.Q));
        double[] shifted = WithDiagonal(problem, rho), last = start?.X ?? new double[problem.Variables], step = [];
        double enough = Tolerance * Math.Max(1, KktCheck.Largest(problem.P));
        QpSolution? solution = start;
        int iterations = 0;
        for (int k = 1; k <= MaxSteps; k++)
        {
            var proximal = new QpProblem(shifted, [.. problem.P.Zip(last, (p, x) => p - (rho * x))], problem.Constraints);
            solution = QpSolverExtensions.Solve(inner, proximal, solution);
            iterations += solution.Iterations;
            if (!solution.HasPoint)
                return Ended(problem, solution, solution.Status, iterations, solution.Detail ?? "");
            step = [.. solution.X.Zip(last, (now, before) => now - before)];
            if (rho * KktCheck.Largest(step) <= enough)
                return Ended(problem, solution, solution.Status, iterations, Text($"By {k} proximal steps."));
            last = [.. solution.X];
        }
        return FallsForEver(problem, step)
            ? Ended(problem, solution!, QpStatus.Unbounded, iterations, Text($"The cost falls for ever along the last of {MaxSteps} proximal steps."))
            : Ended(problem, solution!, QpStatus.IterationLimit, iterations, Text($"{MaxSteps} proximal steps did not come to an end."));
    }

    private static QpSolution Ended(QpProblem problem, QpSolution last, QpStatus status, int iterations, string detail)
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
