using DiffOG.Randomness;

namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>A quantity that has one value an episode, over all episodes that have it. Every episode weighs the same.</summary>
/// <param name="N">How many episodes have it.</param>
/// <param name="Mean">Their mean; NaN when there is none.</param>
/// <param name="Std">Their standard deviation (n − 1); NaN for fewer than two.</param>
/// <param name="Max">The largest; NaN when there is none.</param>
/// <param name="Interval">95 % bootstrap interval of the mean; null for fewer than two.</param>
public sealed record Statistic(int N, double Mean, double Std, double Max, Interval? Interval)
{
    /// <summary>The number of bootstrap resamples.</summary>
    public const int Resamples = 2000;

    /// <summary>Summarises the values of episodes; NaN stands for an episode that does not have the quantity.</summary>
    /// <param name="episodes">One value an episode.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static Statistic Of(IEnumerable<double> episodes, long seed)
    {
        double[] values = [.. episodes.Where(v => !double.IsNaN(v))];
        if (values.Length == 0)
            return new Statistic(0, double.NaN, double.NaN, double.NaN, null);
        double mean = values.Average();
        if (values.Length == 1)
            return new Statistic(1, mean, double.NaN, mean, null);
        double std = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        return new Statistic(values.Length, mean, std, values.Max(), Bootstrap(values, seed));
    }

    // The percentile bootstrap of the mean (Efron 1979). Equal seeds and counts draw equal resamples for every quantity.
    private static Interval Bootstrap(double[] values, long seed)
    {
        var source = new GaussianSource(seed, 0);
        double[] means = new double[Resamples];
        for (int r = 0; r < means.Length; r++)
        {
            double sum = 0;
            for (int i = 0; i < values.Length; i++)
                sum += values[source.NextInteger(values.Length)];
            means[r] = sum / values.Length;
        }
        Array.Sort(means);
        return new Interval(Quantiles.OfSorted(means, 0.025), Quantiles.OfSorted(means, 0.975));
    }
}
