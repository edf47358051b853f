using DiffOG.Policies.Networks.Noise;
using DiffOG.Randomness;
using Xunit;

namespace DiffOG.Policies.Networks.Tests.Noise;

public sealed class FlowTimesTests
{
    private const int Count = 20000;

    /// <summary>Where a quarter, a half and three quarters of all times lie, from the distribution functions.</summary>
    [Theory]
    [InlineData(TimeSampling.Uniform, 0.25, 0.5, 0.75)]
    [InlineData(TimeSampling.Beta, 0.17432, 0.36967, 0.60256)] // 0.999 (1 − (1 − q)^(2/3))
    [InlineData(TimeSampling.LogitNormal, 0.33750, 0.5, 0.66250)] // 1 / (1 + exp(∓0.67449))
    public void Times_have_the_distribution_they_are_named_for(TimeSampling kind, double quarter, double half, double threeQuarters)
    {
        double[] times = Draw(kind, seed: 1);
        Assert.All(times, t => Assert.InRange(t, 0, 1));
        Assert.Equal(quarter, times[Count / 4], 0.015);
        Assert.Equal(half, times[Count / 2], 0.015);
        Assert.Equal(threeQuarters, times[3 * Count / 4], 0.015);
    }

    [Fact]
    public void A_seed_gives_the_same_times_again() =>
        Assert.Equal(Draw(TimeSampling.Beta, seed: 5), Draw(TimeSampling.Beta, seed: 5));

    private static double[] Draw(TimeSampling kind, long seed)
    {
        var random = new GaussianSource(seed, 0);
        double[] times = new double[Count];
        foreach (ref double time in times.AsSpan())
            time = FlowTimes.Draw(kind, ref random);
        Array.Sort(times);
        return times;
    }
}
