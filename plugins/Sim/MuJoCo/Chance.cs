using DiffOG.Randomness;

namespace DiffOG.Simulation.MuJoCo;

/// <summary>Random numbers of one purpose: equal seeds and purposes give equal numbers.</summary>
/// <param name="seed">For example the episode's seed.</param>
/// <param name="purpose">Tells apart sequences of one seed.</param>
internal sealed class Chance(long seed, long purpose)
{
    private const int Fineness = 1 << 30;
    private GaussianSource source = new(seed, purpose);

    /// <summary>A number from the range, each equally likely.</summary>
    public double Uniform(double from, double to) => from + ((to - from) * source.NextInteger(Fineness) / Fineness);

    /// <summary>A normal number of mean zero.</summary>
    public double Normal(double deviation)
    {
        Span<float> value = stackalloc float[1];
        source.Fill(value);
        return deviation * value[0];
    }
}
