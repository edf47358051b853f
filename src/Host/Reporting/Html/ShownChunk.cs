using DiffOG.Host.Evaluation;
using DiffOG.Host.Evaluation.Metrics;

namespace DiffOG.Host.Reporting.Html;

/// <summary>The chunk that the pictures of one refiner show.</summary>
/// <param name="Refiner">Whose.</param>
/// <param name="Episode">The number of the episode.</param>
/// <param name="Chunk">The chunk.</param>
internal sealed record ShownChunk(int Refiner, int Episode, ChunkRecord Chunk)
{
    /// <summary>Of the chunks with a cost matrix, or of all where none has one: the one that was changed most.</summary>
    public static ShownChunk? MostChanged(ReportView view, int refiner)
    {
        ShownChunk[] all = [.. view.Report.Rollouts[refiner].Episodes.SelectMany((e, i) => e.Chunks.Select(c => new ShownChunk(refiner, i, c)))];
        ShownChunk[] withCost = [.. all.Where(c => c.Chunk.Cost is not null)];
        return (withCost.Length > 0 ? withCost : all).MaxBy(c => c.Change(view.Context));
    }

    /// <summary>The chunk of another refiner in the same episode that is nearest in time.</summary>
    public ShownChunk? Of(ReportView view, int refiner) => view.Report.Rollouts[refiner].Episodes[Episode].Chunks
        .Select(c => new ShownChunk(refiner, Episode, c))
        .MinBy(c => Math.Abs(c.Chunk.FirstStep - Chunk.FirstStep));

    private double Change(MetricContext context)
    {
        double[] proposed = context.Normalisation.Normalise(Chunk.Proposed).Values, refined = context.Normalisation.Normalise(Chunk.Refined).Values;
        double sum = proposed.Zip(refined, (a, b) => (a - b) * (a - b)).Sum();
        return double.IsNaN(sum) ? -1 : sum;
    }
}
