using System.Runtime.InteropServices;
using Xunit;

namespace DiffOG.Testing;

/// <summary>Comparisons of rows of numbers to the bit: minus zero is not zero, and a NaN is itself.</summary>
internal static class Bits
{
    /// <summary>Fails unless all rows are the same, and names the first number that is not.</summary>
    /// <param name="expected">Wanted rows.</param>
    /// <param name="actual">Found rows.</param>
    /// <param name="what">What a row is, for the message; its number follows.</param>
    public static void Same(IReadOnlyList<double[]> expected, IReadOnlyList<double[]> actual, string what)
    {
        Assert.True(expected.Count == actual.Count, $"{what}: {expected.Count} against {actual.Count}.");
        for (int row = 0; row < expected.Count; row++)
            Same(expected[row], actual[row], $"{what} {row}");
    }

    private static void Same(double[] expected, double[] actual, string what)
    {
        Assert.True(expected.Length == actual.Length, $"{what} has {expected.Length} values once and {actual.Length} the other time.");
        int differs = MemoryMarshal.Cast<double, long>(expected).CommonPrefixLength(MemoryMarshal.Cast<double, long>(actual));
        if (differs < expected.Length)
            Assert.Fail($"{what}: value {differs} of {expected.Length} is {expected[differs]:R} once and {actual[differs]:R} the other time.");
    }
}
