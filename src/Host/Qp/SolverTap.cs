using DiffOG.Constraints;
using DiffOG.Solvers;

namespace DiffOG.Host.Qp;

/// <summary>Hands problems on to a solver, and remembers the last one.</summary>
/// <param name="inner">The solver.</param>
internal sealed class SolverTap(IQpSolver inner) : IQpSolver
{
    /// <summary>The last problem; null where none was posed. Whoever posed it may change it when it poses the next.</summary>
    internal QpProblem? Problem { get; private set; }

    /// <summary>Where its solver was told to start.</summary>
    internal QpStart? Start { get; private set; }

    /// <summary>Forgets what was posed so far.</summary>
    internal void Forget() => (Problem, Start) = (null, null);

    /// <inheritdoc/>
    public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null)
    {
        if (problems.Count > 0)
            Remember(problems[^1], warmStarts?[^1]);
        return inner.Solve(problems, warmStarts);
    }

    /// <inheritdoc/>
    public void Solve(QpProblem problem, QpSolution? warmStart, QpSolution result)
    {
        Remember(problem, warmStart);
        inner.Solve(problem, warmStart, result);
    }

    /// <inheritdoc/>
    public IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients) => inner.Differentiate(solutions, gradients);

    /// <inheritdoc/>
    public string? Refuses(LinearConstraints constraints) => inner.Refuses(constraints);

    // Copied: a result may be used again, and be its own warm start.
    private void Remember(QpProblem problem, QpSolution? start) => (Problem, Start) = (problem, start is null ? null : new QpStart([.. start.X], [.. start.Multipliers]));
}
