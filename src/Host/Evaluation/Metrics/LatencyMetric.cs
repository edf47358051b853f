namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>How long refining one chunk took, the policy left out [s].</summary>
/// <param name="P50">The median.</param>
/// <param name="P99">The 99 % quantile.</param>
/// <param name="Max">The longest.</param>
public sealed record Latency(double P50, double P99, double Max);

/// <summary>Computes <see cref="Latency"/>.</summary>
internal static class LatencyMetric
{
    public static Latency Of(IEnumerable<ChunkRecord> chunks)
    {
        double[] ascending = [.. chunks.Select(c => c.Latency).Order()];
        return new Latency(Quantiles.OfSorted(ascending, 0.5), Quantiles.OfSorted(ascending, 0.99), Quantiles.OfSorted(ascending, 1));
    }
}
