using DiffOG.Refiners;
using DiffOG.Solvers;

namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>How the refinements of all chunks ended.</summary>
/// <param name="Chunks">How many there were.</param>
/// <param name="FellBack">How many failed and braked within the limits instead.</param>
/// <param name="Refinements">Chunks by how the refinement ended.</param>
/// <param name="Solves">Chunks by how the solver ended; empty where none was used.</param>
/// <param name="MeanIterations">Mean solver iterations of the chunks that used one; NaN without.</param>
/// <param name="MaxIterations">The most solver iterations of a chunk.</param>
public sealed record SolverSummary(
    int Chunks, int FellBack, IReadOnlyDictionary<RefinementStatus, int> Refinements, IReadOnlyDictionary<QpStatus, int> Solves, double MeanIterations, int MaxIterations);

/// <summary>Computes <see cref="SolverSummary"/>.</summary>
internal static class SolverMetric
{
    public static SolverSummary Of(IReadOnlyList<ChunkRecord> chunks)
    {
        ChunkRecord[] solved = [.. chunks.Where(c => c.SolverStatus is not null)];
        return new SolverSummary(
            chunks.Count,
            chunks.Count(c => c.Status == RefinementStatus.FellBack),
            Counts(chunks.Select(c => c.Status)),
            Counts(solved.Select(c => c.SolverStatus!.Value)),
            solved.Select(c => (double)c.Iterations).DefaultIfEmpty(double.NaN).Average(),
            solved.Select(c => c.Iterations).DefaultIfEmpty().Max());
    }

    private static SortedDictionary<T, int> Counts<T>(IEnumerable<T> values)
        where T : struct, Enum => new(values.GroupBy(v => v).ToDictionary(g => g.Key, g => g.Count()));
}
