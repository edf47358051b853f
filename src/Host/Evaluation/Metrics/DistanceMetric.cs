namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>How far what was executed is from what the policy proposed for the same step; normalised, motion dimensions.</summary>
/// <param name="Rms">Root mean square over the steps and dimensions of an episode.</param>
/// <param name="Largest">The largest of all episodes, steps and dimensions.</param>
public sealed record ProposalDistance(Statistic Rms, double Largest);

/// <summary>Computes <see cref="ProposalDistance"/>.</summary>
internal static class DistanceMetric
{
    public static ProposalDistance Of(IReadOnlyList<EpisodeMotion> episodes, MetricContext context, MetricWindow window)
    {
        double[][] distances = [.. episodes.Select(e => Distances(e, context, window).ToArray())];
        return new ProposalDistance(
            Statistic.Of(distances.Select(d => Math.Sqrt(d.Select(v => v * v).DefaultIfEmpty(double.NaN).Average())), context.Seed),
            distances.SelectMany(d => d).DefaultIfEmpty(double.NaN).Max());
    }

    private static IEnumerable<double> Distances(EpisodeMotion episode, MetricContext context, MetricWindow window)
    {
        int steps = episode.StepsIn(window);
        IReadOnlyList<int> motion = context.Action.MotionDimensions;
        foreach (ChunkRecord chunk in episode.Record.Chunks)
        {
            double[] proposed = context.Normalisation.Normalise(chunk.Proposed.Values.AsMemory());
            for (int i = 0; i < chunk.Executed && chunk.FirstStep + i < steps; i++)
            {
                foreach (int d in motion)
                    yield return Math.Abs(episode.Value(chunk.FirstStep + i, d) - proposed[(i * chunk.Proposed.Dimensions) + d]);
            }
        }
    }
}
