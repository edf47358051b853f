using Xunit;

namespace DiffOG.Learning.Tests;

/// <summary>Compares arrays and names the worst place.</summary>
internal static class Close
{
    internal static void To(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        int worst = Enumerable.Range(0, expected.Count).MaxBy(i => Distance(expected[i], actual[i]));
        Assert.True(
            Distance(expected[worst], actual[worst]) <= tolerance,
            $"Element {worst}: expected {expected[worst]:R}, found {actual[worst]:R}, tolerance {tolerance:R}.");
    }

    internal static void To(float[] expected, float[] actual, double tolerance) =>
        To([.. expected.Select(v => (double)v)], [.. actual.Select(v => (double)v)], tolerance);

    private static double Distance(double a, double b) => double.IsNaN(a - b) ? double.PositiveInfinity : Math.Abs(a - b);
}
