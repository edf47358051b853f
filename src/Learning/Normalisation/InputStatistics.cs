namespace DiffOG.Learning.Normalisation;

/// <summary>What was seen of each dimension when a normaliser was fitted.</summary>
/// <param name="Min">[D] smallest values.</param>
/// <param name="Max">[D] largest values.</param>
/// <param name="Mean">[D] means.</param>
/// <param name="Std">[D] standard deviations with n − 1 in the denominator; zero for a single sample.</param>
public sealed record InputStatistics(double[] Min, double[] Max, double[] Mean, double[] Std)
{
    /// <summary>Measures samples.</summary>
    /// <param name="samples">[k·D] at least one sample, one after the other; all finite.</param>
    /// <param name="dimensions">D.</param>
    /// <exception cref="ArgumentException">No sample, no whole number of samples, or a value that is not finite.</exception>
    public static InputStatistics Of(ReadOnlySpan<double> samples, int dimensions)
    {
        if (dimensions < 1 || samples.IsEmpty || samples.Length % dimensions != 0)
            throw new ArgumentException($"{samples.Length} values are not a whole, positive number of samples of {dimensions} dimensions.", nameof(samples));
        var statistics = new InputStatistics(
            Filled(dimensions, double.PositiveInfinity), Filled(dimensions, double.NegativeInfinity), new double[dimensions], new double[dimensions]);
        for (int i = 0; i < samples.Length; i++)
            statistics.Add(samples[i], i % dimensions, (i / dimensions) + 1);
        int count = samples.Length / dimensions;
        for (int d = 0; d < dimensions; d++)
            statistics.Std[d] = count > 1 ? Math.Sqrt(statistics.Std[d] / (count - 1)) : 0;
        return statistics;
    }

    /// <summary>Welford's update: the mean and the sum of squared deviations (held in Std until the end).</summary>
    private void Add(double value, int d, int count)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException($"Sample {count - 1}, dimension {d} is {value}; a normaliser needs finite numbers.");
        Min[d] = Math.Min(Min[d], value);
        Max[d] = Math.Max(Max[d], value);
        double before = value - Mean[d];
        Mean[d] += before / count;
        Std[d] += before * (value - Mean[d]);
    }

    private static double[] Filled(int length, double value)
    {
        double[] values = new double[length];
        Array.Fill(values, value);
        return values;
    }
}
