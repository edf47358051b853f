using DiffOG.Host.Evaluation;
using DiffOG.Host.Evaluation.Metrics;
using Xunit;

namespace DiffOG.Host.Tests.Metrics;

public sealed class PairedSuccessTests
{
    // scipy.stats.binomtest(min(b, c), b + c, 0.5).pvalue
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 5, 0.21875)]
    [InlineData(2, 10, 0.03857421875)]
    [InlineData(6, 6, 1)]
    public void P_is_the_exact_binomial_tail(int onlyFirst, int onlyThis, double p) =>
        Assert.Equal(p, new PairedSuccess(20, onlyFirst, onlyThis, 3).PValue, 1e-12);

    [Fact]
    public void P_stays_right_where_powers_of_a_half_vanish()
    {
        // Normal approximation with continuity correction: z = (|700 - 600| - 1) / sqrt(1300) = 2.7458; two-sided p = 0.00604.
        Assert.Equal(0.00604, new PairedSuccess(0, 600, 700, 0).PValue, 1e-4);
    }

    [Fact]
    public void The_interval_is_agresti_and_mins()
    {
        var paired = new PairedSuccess(40, 2, 6, 2);
        // b = 2.5, c = 6.5, n = 52: 4/52 ± 1.96·sqrt(9 − 16/52)/52
        Assert.Equal(0.08, paired.Difference, 1e-12);
        Assert.Equal(0.076923 - 0.111125, paired.Interval!.Low, 1e-5);
        Assert.Equal(0.076923 + 0.111125, paired.Interval.High, 1e-5);
    }

    [Fact]
    public void Episodes_are_paired_by_their_place()
    {
        PairedSuccess paired = PairedSuccess.Of(Refiner(true, true, false, false, true), Refiner(true, false, true, false, true));
        Assert.Equal(new PairedSuccess(2, 1, 1, 1), paired);
    }

    private static RefinerRollouts Refiner(params bool[] success) =>
        new("r", "r", [.. success.Select((s, i) => Rollout.Episode(i, [0], [0], s ? 1 : null))]);
}
