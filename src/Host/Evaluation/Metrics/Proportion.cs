namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>How often something happened.</summary>
/// <param name="Count">How often it did.</param>
/// <param name="N">How often it could have.</param>
public sealed record Proportion(int Count, int N)
{
    // The 97.5 % quantile of the standard normal distribution.
    internal const double Quantile = 1.959963984540054;

    /// <summary>Count / N, 0 to 1; NaN when N is zero.</summary>
    public double Rate => N == 0 ? double.NaN : (double)Count / N;

    /// <summary>The 95 % score interval of E. B. Wilson (1927); null when N is zero.</summary>
    public Interval? Interval => N == 0 ? null : Wilson();

    private Interval Wilson()
    {
        double square = Quantile * Quantile;
        double centre = Rate + (square / (2 * N));
        double half = Quantile * Math.Sqrt((Rate * (1 - Rate) / N) + (square / (4.0 * N * N)));
        double scale = 1 + (square / N);
        // At 0 of n and n of n the ends are exactly 0 and 1; rounding must not say otherwise.
        return new Interval(Count == 0 ? 0 : (centre - half) / scale, Count == N ? 1 : (centre + half) / scale);
    }
}
