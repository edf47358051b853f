using DiffOG.Host.Evaluation.Metrics;
using Xunit;

namespace DiffOG.Host.Tests.Metrics;

public sealed class StatisticTests
{
    [Fact]
    public void Mean_spread_and_largest_leave_out_episodes_without_a_value()
    {
        Statistic statistic = Statistic.Of([1, double.NaN, 2, 6], 1);
        Assert.Equal((3, 3.0, 6.0), (statistic.N, statistic.Mean, statistic.Max));
        Assert.Equal(Math.Sqrt(7), statistic.Std, 1e-12);
    }

    [Fact]
    public void The_bootstrap_interval_follows_from_the_seed_and_matches_theory()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => i / 100.0)];
        Interval interval = Statistic.Of(values, 3).Interval!;
        Assert.Equal(interval, Statistic.Of(values, 3).Interval);
        Assert.NotEqual(interval, Statistic.Of(values, 4).Interval);
        // Standard error of the mean: 0.2887 / 10.
        Assert.InRange(interval.Low, 0.495 - (1.96 * 0.0289) - 0.006, 0.495 - (1.96 * 0.0289) + 0.006);
        Assert.InRange(interval.High, 0.495 + (1.96 * 0.0289) - 0.006, 0.495 + (1.96 * 0.0289) + 0.006);
    }

    [Fact]
    public void One_value_has_no_spread_and_none_has_nothing()
    {
        Assert.Null(Statistic.Of([2], 1).Interval);
        Assert.True(double.IsNaN(Statistic.Of([2], 1).Std));
        Assert.True(double.IsNaN(Statistic.Of([], 1).Mean));
    }

    [Theory]
    [InlineData(0.5, 2.5)]
    [InlineData(0.99, 3.97)]
    [InlineData(1, 4)]
    public void Quantiles_interpolate_as_numpy_does(double probability, double expected) =>
        Assert.Equal(expected, Quantiles.OfSorted([1, 2, 3, 4], probability), 1e-12);
}
