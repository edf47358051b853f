using DiffOG.Randomness;

namespace DiffOG.Policies.Networks.Noise;

/// <summary>Draws the times at which a flow is trained.</summary>
internal static class FlowTimes
{
    private const int Fineness = 1 << 30;
    private const double BetaFirst = 1.5;
    private const double BetaLatest = 0.999;

    /// <summary>A time between 0, noise, and 1, the clean chunk.</summary>
    /// <param name="kind">The distribution.</param>
    /// <param name="random">Moves on.</param>
    internal static double Draw(TimeSampling kind, ref GaussianSource random) => kind switch
    {
        // The distribution function of Beta(a, 1) is u^a.
        TimeSampling.Beta => BetaLatest * (1 - Math.Pow(Uniform(ref random), 1 / BetaFirst)),
        TimeSampling.LogitNormal => 1 / (1 + Math.Exp(-Normal(ref random))),
        _ => Uniform(ref random),
    };

    private static double Uniform(ref GaussianSource random) => (random.NextInteger(Fineness) + 0.5) / Fineness;

    private static double Normal(ref GaussianSource random)
    {
        Span<float> value = [0];
        random.Fill(value);
        return value[0];
    }
}
