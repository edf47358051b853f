using DiffOG.Solvers.TorchInteriorPoint.Method;

namespace DiffOG.Solvers.TorchInteriorPoint;

/// <summary>
/// Ends every problem on the CPU, from the active set that the device found. An answer thus depends on that set only,
/// not on the last bits of the device, which libraries are free to round differently for a batch of another size.
/// </summary>
internal sealed class CpuFinish(IQpSolver exact)
{
    /// <summary>Why the exact solver took steps of its own.</summary>
    internal const string OwnSteps = "interior-point on the CPU: the active set that the device found did not settle";

    /// <summary>Finishes a batch.</summary>
    /// <param name="problems">[B].</param>
    /// <param name="outcomes">[B] of the device; null: it was not asked.</param>
    internal IReadOnlyList<QpSolution> Finish(IReadOnlyList<QpProblem> problems, IReadOnlyList<Outcome?> outcomes)
    {
        QpSolution?[] guesses = [.. problems.Select((problem, i) => Guess(problem, outcomes[i]))];
        QpSolution[] solutions = [.. exact.Solve(problems, guesses)];
        Repeat(solutions, guesses);
        for (int i = 0; i < solutions.Length; i++)
        {
            if (guesses[i] is not null && solutions[i].Iterations > 0)
                solutions[i].Method = OwnSteps;
            solutions[i].Iterations += outcomes[i]?.Iterations ?? 0;
        }
        return solutions;
    }

    /// <summary>A finish that put the set right, or found rows in it that hold without force, is repeated from the set that it ended on: other ways there give the same bits then.</summary>
    private void Repeat(QpSolution[] solutions, QpSolution?[] guesses)
    {
        int[] moved = [.. Enumerable.Range(0, solutions.Length).Where(i => guesses[i] is { } guess && IsFinish(solutions[i]) && !SameSet(solutions[i], guess))];
        if (moved.Length == 0)
            return;
        QpSolution[] ends = [.. moved.Select(i => solutions[i])];
        IReadOnlyList<QpSolution> again = exact.Solve([.. ends.Select(s => s.Problem)], ends);
        for (int k = 0; k < moved.Length; k++)
        {
            if (IsFinish(again[k]))
                solutions[moved[k]] = again[k];
        }
    }

    /// <summary>Only the signs of the multipliers matter to a warm start of the exact solver.</summary>
    private static QpSolution? Guess(QpProblem problem, Outcome? outcome) =>
        outcome is { Convex: true } && outcome.X.All(double.IsFinite) ? new QpSolution(problem, QpStatus.Solved, outcome.X, outcome.Sides) : null;

    private static bool IsFinish(QpSolution solution) => solution is { HasPoint: true, Iterations: 0 };

    private static bool SameSet(QpSolution solution, QpSolution guess)
    {
        Constraints.LinearConstraints rows = solution.Problem.Constraints;
        for (int r = 0; r < rows.Rows; r++)
        {
            if (rows.Lower[r] != rows.Upper[r] && Math.Sign(solution.Multipliers[r]) != Math.Sign(guess.Multipliers[r]))
                return false;
        }
        return true;
    }
}
