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
        var running = new RunningStatistics(dimensions);
        for (int i = 0; i < samples.Length; i++)
            running.Add(samples[i], i % dimensions);
        return running.Finish();
    }
}
