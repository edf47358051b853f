using DiffOG.Solvers;
using Xunit;

namespace DiffOG.Testing.Problems;

/// <summary>Checks a solution by code that shares nothing with the solver.</summary>
public static class Optimality
{
    /// <summary>Stationarity, bounds, signs and complementarity, each relative to the numbers it is made of.</summary>
    /// <param name="solution">A solution.</param>
    /// <param name="tolerance">The largest relative error.</param>
    public static void Holds(QpSolution solution, double tolerance = 1e-10)
    {
        Assert.True(solution.Status == QpStatus.Solved, $"{solution.Status}: {solution.Detail}");
        OptimalityErrors errors = OptimalityErrors.Of(solution);
        Check("Variable", errors.Stationarity, "is left with the force", tolerance);
        Check("Row", errors.Violation, "leaves its bounds by", tolerance);
        Check("Row", errors.Complementarity, "has a multiplier at the distance", tolerance);
    }

    private static void Check(string what, WorstPlace place, string fault, double tolerance) =>
        Assert.True(place.Relative <= tolerance, FormattableString.Invariant($"{what} {place.Index} {fault} {place.Error:R}, {place.Relative:G3} of the numbers it comes from; {tolerance:G3} is allowed."));
}
