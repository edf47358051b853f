using CsCheck;
using DiffOG.Host.Evaluation.Metrics;
using Xunit;

namespace DiffOG.Host.Tests.Metrics;

public sealed class ProportionTests
{
    // statsmodels.stats.proportion.proportion_confint(count, n, method="wilson")
    [Theory]
    [InlineData(48, 50, 0.865395, 0.988957)]
    [InlineData(5, 10, 0.236593, 0.763407)]
    [InlineData(0, 10, 0, 0.277533)]
    [InlineData(50, 50, 0.928652, 1)]
    public void The_interval_is_wilsons(int count, int n, double low, double high)
    {
        Interval interval = new Proportion(count, n).Interval!;
        Assert.Equal(low, interval.Low, 1e-5);
        Assert.Equal(high, interval.High, 1e-5);
    }

    [Fact]
    public void Nothing_seen_has_no_rate_and_no_interval()
    {
        Assert.True(double.IsNaN(new Proportion(0, 0).Rate));
        Assert.Null(new Proportion(0, 0).Interval);
    }

    [Fact]
    public void The_interval_lies_in_0_to_1_and_holds_the_rate() => Gen.Select(Gen.Int[0, 500], Gen.Int[1, 500]).Where(p => p.Item1 <= p.Item2).Sample(p =>
    {
        var proportion = new Proportion(p.Item1, p.Item2);
        Interval interval = proportion.Interval!;
        Assert.InRange(proportion.Rate, interval.Low, interval.High);
        Assert.True(interval.Low >= 0 && interval.High <= 1);
    }, seed: "0000KOIPe001", iter: 2000);
}
