namespace DiffOG.Learning.Normalisation;

/// <summary>Statistics of samples that are seen one value at a time (Welford's update).</summary>
/// <param name="dimensions">D.</param>
public sealed class RunningStatistics(int dimensions)
{
    private readonly double[] min = Filled(dimensions, double.PositiveInfinity);
    private readonly double[] max = Filled(dimensions, double.NegativeInfinity);
    private readonly double[] mean = new double[dimensions];
    private readonly double[] squares = new double[dimensions];
    private readonly long[] counts = new long[dimensions];

    /// <summary>Takes one value of one dimension.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="dimension">0 to D − 1.</param>
    /// <exception cref="ArgumentException">The value is not finite.</exception>
    public void Add(double value, int dimension)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException($"Sample {counts[dimension]}, dimension {dimension} is {value}; a normaliser needs finite numbers.", nameof(value));
        min[dimension] = Math.Min(min[dimension], value);
        max[dimension] = Math.Max(max[dimension], value);
        double before = value - mean[dimension];
        mean[dimension] += before / ++counts[dimension];
        squares[dimension] += before * (value - mean[dimension]);
    }

    /// <summary>What was seen so far.</summary>
    /// <exception cref="InvalidOperationException">A dimension has seen nothing.</exception>
    public InputStatistics Finish() => counts.All(n => n > 0)
        ? new InputStatistics([.. min], [.. max], [.. mean], [.. squares.Select((s, d) => counts[d] > 1 ? Math.Sqrt(s / (counts[d] - 1)) : 0)])
        : throw new InvalidOperationException("No value was seen.");

    private static double[] Filled(int length, double value)
    {
        double[] values = new double[length];
        Array.Fill(values, value);
        return values;
    }
}
