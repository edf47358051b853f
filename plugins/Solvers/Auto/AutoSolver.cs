namespace DiffOG.Solvers.Auto;

/// <summary>
/// Tries the solver for boxes first: it reads the structure of the rows anyway, and refuses in words what is none. What
/// it refuses, and what it should ever leave unsolved, goes to the general one.
/// </summary>
/// <param name="box">Fastest, for rows that become a box.</param>
/// <param name="general">For any rows.</param>
internal sealed class AutoSolver(IQpSolver box, IQpSolver general) : IQpSolver
{
    private const string ByStructure = "active-set: every row ends at another variable, so that the rows become a box.";
    private const string Other = "interior-point: ";

    /// <inheritdoc/>
    public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null)
    {
        QpSolution[] solutions = [.. box.Solve(problems, warmStarts)];
        foreach (QpSolution solution in solutions)
            solution.Method = ByStructure;
        int[] left = [.. Enumerable.Range(0, solutions.Length).Where(i => !Settles(solutions[i]))];
        if (left.Length == 0)
            return solutions;
        IReadOnlyList<QpSolution> others = general.Solve([.. left.Select(i => problems[i])], warmStarts is null ? null : [.. left.Select(i => warmStarts[i])]);
        for (int k = 0; k < left.Length; k++)
        {
            others[k].Method = Other + Reason(solutions[left[k]]);
            solutions[left[k]] = others[k];
        }
        return solutions;
    }

    /// <inheritdoc/>
    public void Solve(QpProblem problem, QpSolution? warmStart, QpSolution result)
    {
        // Asked before, because the result may be the warm start, which trying would spoil.
        string? reason = box.Refuses(problem.Constraints);
        if (reason is null)
        {
            box.Solve(problem, warmStart, result);
            result.Method = ByStructure;
            if (Settles(result))
                return;
            (reason, warmStart) = (Reason(result), null);
        }
        general.Solve(problem, warmStart, result);
        result.Method = Other + reason;
    }

    /// <inheritdoc/>
    public IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients)
    {
        if (solutions.All(IsOfBox))
            return box.Differentiate(solutions, gradients);
        if (!solutions.Any(IsOfBox) || gradients.Count != solutions.Count)
            return general.Differentiate(solutions, gradients);
        var pulled = new QpGradient[solutions.Count];
        foreach (IGrouping<bool, int> group in Enumerable.Range(0, pulled.Length).GroupBy(i => IsOfBox(solutions[i])))
        {
            IReadOnlyList<QpGradient> some = (group.Key ? box : general).Differentiate([.. group.Select(i => solutions[i])], [.. group.Select(i => gradients[i])]);
            foreach ((int i, QpGradient gradient) in group.Zip(some))
                pulled[i] = gradient;
        }
        return pulled;
    }

    /// <summary>Whether the first answer stands: solved, or nothing that another method could solve.</summary>
    private bool Settles(QpSolution solution) => solution.Status switch
    {
        QpStatus.Solved or QpStatus.Infeasible => true,
        QpStatus.InvalidInput => box.Refuses(solution.Problem.Constraints) is null,
        _ => false,
    };

    private string Reason(QpSolution solution) =>
        box.Refuses(solution.Problem.Constraints) ?? $"active-set ended with {solution.Status}. {solution.Detail}";

    private static bool IsOfBox(QpSolution solution) => ReferenceEquals(solution.Method, ByStructure);
}
