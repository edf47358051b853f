using Xunit;

namespace DiffOG.Testing;

/// <summary>Comparisons of arrays that name the worst place.</summary>
public static class Numbers
{
    /// <summary>Fails unless all values agree within a tolerance.</summary>
    /// <param name="expected">Wanted values.</param>
    /// <param name="actual">Found values.</param>
    /// <param name="tolerance">The largest absolute difference allowed.</param>
    public static void Close(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        if (expected.Count == 0)
            return;
        int worst = Enumerable.Range(0, expected.Count).MaxBy(i => Distance(expected[i], actual[i]));
        Assert.True(
            Distance(expected[worst], actual[worst]) <= tolerance,
            $"Element {worst} of {expected.Count}: expected {expected[worst]:R}, found {actual[worst]:R}, tolerance {tolerance:R}.");
    }

    /// <summary>Fails when a value is NaN or infinite.</summary>
    /// <param name="values">The values.</param>
    /// <param name="what">What they are, for the message.</param>
    public static void Finite(IReadOnlyList<double> values, string what)
    {
        for (int i = 0; i < values.Count; i++)
            Assert.True(double.IsFinite(values[i]), $"{what}: element {i} of {values.Count} is {values[i]}.");
    }

    private static double Distance(double a, double b) => a.Equals(b) ? 0 : double.IsNaN(a - b) ? double.PositiveInfinity : Math.Abs(a - b);
}
