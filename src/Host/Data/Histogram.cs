namespace DiffOG.Host.Data;

/// <summary>Counts in bins of equal width.</summary>
/// <param name="low">Where the first bin begins.</param>
/// <param name="high">Where the last one ends; what lies above counts there, what lies below in the first.</param>
/// <param name="bins">How many.</param>
internal sealed class Histogram(double low, double high, int bins)
{
    private readonly long[] counts = new long[bins];
    private long total;

    /// <summary>[bins + 1].</summary>
    internal double[] Edges { get; } = [.. Enumerable.Range(0, bins + 1).Select(i => low + ((high - low) * i / bins))];

    /// <summary>[bins] of all values.</summary>
    internal double[] Shares => [.. counts.Select(c => total == 0 ? 0 : (double)c / total)];

    /// <summary>Takes a value.</summary>
    internal void Add(double value)
    {
        total++;
        // A bin holds its upper edge, and rounding above it: what keeps a limit and what does not are never in one.
        double place = high > low ? (value - low) / (high - low) * bins : 0;
        counts[Math.Clamp((int)Math.Ceiling(place - 1e-6) - 1, 0, bins - 1)]++;
    }
}
