namespace DiffOG.Solvers;

/// <summary>Calls for a single problem.</summary>
public static class QpSolverExtensions
{
    /// <summary>Solves one problem.</summary>
    /// <param name="solver">The solver.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="warmStart">The solution of a similar problem.</param>
    public static QpSolution Solve(this IQpSolver solver, QpProblem problem, QpSolution? warmStart = null) =>
        solver.Solve([problem], warmStart is null ? null : [warmStart])[0];

    /// <summary>Pulls one gradient back.</summary>
    /// <param name="solver">The solver that made the solution.</param>
    /// <param name="solution">A solution.</param>
    /// <param name="gradient">[n] dL/dx.</param>
    public static QpGradient Differentiate(this IQpSolver solver, QpSolution solution, ReadOnlyMemory<double> gradient) =>
        solver.Differentiate([solution], [gradient])[0];
}
