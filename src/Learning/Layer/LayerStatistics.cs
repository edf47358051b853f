using DiffOG.Solvers;

namespace DiffOG.Learning.Layer;

/// <summary>How the problems of one batch ended.</summary>
/// <param name="Statuses">Problems per status; statuses that did not occur are left out.</param>
/// <param name="MeanIterations">Iterations per problem.</param>
/// <param name="MostIterations">The iterations of the slowest problem.</param>
/// <param name="FirstFailure">Which problem was the first without a solution, and why; null when all have one.</param>
public sealed record LayerStatistics(IReadOnlyDictionary<QpStatus, int> Statuses, double MeanIterations, int MostIterations, string? FirstFailure)
{
    /// <summary>Before the first batch.</summary>
    public static LayerStatistics None { get; } = new(new Dictionary<QpStatus, int>(), 0, 0, null);

    /// <summary>B.</summary>
    public int Problems => Statuses.Values.Sum();

    /// <summary>Problems without a solution: they gave their input chunk back, and no gradient.</summary>
    public int Failures => Statuses.Where(s => s.Key is not (QpStatus.Solved or QpStatus.SolvedInaccurately)).Sum(s => s.Value);

    /// <summary>Counts the solutions of a batch.</summary>
    /// <param name="solutions">[B], at least one.</param>
    public static LayerStatistics Of(IReadOnlyList<QpSolution> solutions)
    {
        int failed = Enumerable.Range(0, solutions.Count).FirstOrDefault(i => !solutions[i].HasPoint, -1);
        return new LayerStatistics(
            solutions.CountBy(s => s.Status).ToDictionary(),
            solutions.Average(s => (double)s.Iterations),
            solutions.Max(s => s.Iterations),
            failed < 0 ? null : $"problem {failed}: {solutions[failed].Status}, {solutions[failed].Detail ?? "no detail"}");
    }
}
