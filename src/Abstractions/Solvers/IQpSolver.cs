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

    /// <summary>
    /// Pulls gradients of a loss back through solutions (OptNet, Amos and Kolter 2017, section 3). Where a bound is only
    /// weakly active the derivative is one-sided; the side taken is that of a bound that does not bind.
    /// </summary>
    /// <param name="solutions">[B] of this solver.</param>
    /// <param name="gradients">[B] dL/dx [n] at each solution.</param>
    /// <returns>[B]; all zero where the solution's status carries no point.</returns>
    IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients);
}
