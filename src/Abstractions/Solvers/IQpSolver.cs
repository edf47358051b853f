using DiffOG.Constraints;

namespace DiffOG.Solvers;

/// <summary>
/// Solves convex quadratic programs: minimise ½ xᵀQx + pᵀx subject to lower ≤ G x ≤ upper. Problems of a batch are
/// independent: a solution is the same, bit for bit, whatever else is in the batch and however many threads work.
/// Numerics end in a status, never in an exception. Calls may come from several threads at once.
/// </summary>
public interface IQpSolver
{
    /// <summary>Solves a batch.</summary>
    /// <param name="problems">[B]; sizes may differ.</param>
    /// <param name="warmStarts">[B] solutions of similar problems, or null where there is none; they never change the answer beyond the tolerance.</param>
    /// <returns>[B] in the same order.</returns>
    IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null);

    /// <summary>Solves one problem into a result that is used again, as a control loop does; the same answer as in a batch. A solver that says so allocates nothing here once it has seen the size.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="warmStart">The solution of a similar problem, or null; may be <paramref name="result"/> itself.</param>
    /// <param name="result">Receives everything.</param>
    void Solve(QpProblem problem, QpSolution? warmStart, QpSolution result) =>
        result.Take(Solve([problem], [warmStart])[0]);

    /// <summary>
    /// Pulls gradients of a loss back through solutions (OptNet, Amos and Kolter 2017, section 3). Where a bound is only
    /// weakly active the derivative is one-sided; the side taken is that of a bound that does not bind.
    /// </summary>
    /// <param name="solutions">[B] of this solver.</param>
    /// <param name="gradients">[B] dL/dx [n] at each solution.</param>
    /// <returns>[B]; all zero where the solution's status carries no point.</returns>
    IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients);

    /// <summary>Whether the solver takes rows of this structure, whatever their numbers.</summary>
    /// <param name="constraints">The rows.</param>
    /// <returns>Null when it does; otherwise one sentence that says what it does not take. Solving ends in <see cref="QpStatus.InvalidInput"/> then.</returns>
    string? Refuses(LinearConstraints constraints) => null;
}
