namespace DiffOG.Host.Data;

/// <summary>
/// How sizes are distributed, in memory that does not grow with their number: bins whose edges grow by 0.2 %, so that a
/// quantile is off by at most 0.1 % of itself (the principle of DDSketch, Masson et al. 2019).
/// </summary>
internal sealed class SizeHistogram
{
    private const double Smallest = 1e-12, Growth = 1.002, Largest = 1e12;
    private static readonly double LogGrowth = Math.Log(Growth);
    private readonly int[] counts = new int[(int)Math.Ceiling(Math.Log(Largest / Smallest) / LogGrowth) + 1];
    private long tiny;

    /// <summary>How many sizes there are.</summary>
    internal long Count { get; private set; }

    /// <summary>Takes one.</summary>
    /// <param name="size">Not negative; below 1e-12 it counts as zero.</param>
    internal void Add(double size)
    {
        Count++;
        if (size < Smallest)
            tiny++;
        else
            counts[Math.Min(counts.Length - 1, (int)(Math.Log(size / Smallest) / LogGrowth))]++;
    }

    /// <summary>The size that a share of all does not exceed.</summary>
    /// <param name="share">0 to 1.</param>
    /// <returns>NaN where there are none.</returns>
    internal double Quantile(double share)
    {
        if (Count == 0)
            return double.NaN;
        long below = tiny, wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        if (below >= wanted)
            return 0;
        int bin = 0;
        while ((below += counts[bin]) < wanted)
            bin++;
        return Smallest * Math.Exp((bin + 0.5) * LogGrowth);
    }
}
