using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Agreement.Tests;

/// <summary>Holds every solver against the conditions of optimality, and against every other.</summary>
internal static class Agreement
{
    /// <summary>All that take the rows find the same point, and it is optimal.</summary>
    /// <param name="problem">A problem with one solution.</param>
    /// <param name="tolerance">Between two solutions, relative to the largest coordinate.</param>
    /// <param name="optimality">The largest relative error of the conditions.</param>
    internal static QpSolution Of(QpProblem problem, double tolerance = 1e-8, double optimality = 1e-9)
    {
        (string Id, QpSolution Solution)[] all = [.. Solvers.For(problem).Select(s => (s.Id, s.Solver.Solve(problem)))];
        Assert.True(all.Length >= 2, "Nobody to agree with.");
        foreach ((string id, QpSolution solution) in all)
        {
            Assert.True(solution.Status == QpStatus.Solved, $"{id}: {solution.Status}, {solution.Detail}");
            OptimalityErrors errors = OptimalityErrors.Of(solution);
            Assert.True(errors.Largest <= optimality, $"{id}: {errors}");
            Same($"{all[0].Id} and {id}", all[0].Solution.X, solution.X, tolerance);
        }
        return all[0].Solution;
    }

    /// <summary>All that take the rows pull a gradient back to the same numbers.</summary>
    /// <param name="problem">A problem without rows that only touch.</param>
    /// <param name="loss">[n] dL/dx.</param>
    /// <param name="tolerance">Relative to the largest number of each gradient.</param>
    internal static void OfGradients(QpProblem problem, double[] loss, double tolerance)
    {
        (string Id, QpGradient Gradient)[] all = [.. Solvers.For(problem).Select(s => (s.Id, s.Solver.Differentiate(s.Solver.Solve(problem), loss)))];
        foreach ((string id, QpGradient gradient) in all)
        {
            string pair = $"{all[0].Id} and {id}, ";
            Same(pair + "p", all[0].Gradient.P, gradient.P, tolerance);
            Same(pair + "Q", all[0].Gradient.Q, gradient.Q, tolerance);
            Same(pair + "lower", all[0].Gradient.Lower, gradient.Lower, tolerance);
            Same(pair + "upper", all[0].Gradient.Upper, gradient.Upper, tolerance);
            Same(pair + "G", all[0].Gradient.G, gradient.G, tolerance);
        }
    }

    private static void Same(string what, double[] one, double[] other, double tolerance)
    {
        double size = one.Select(Math.Abs).Append(1e-3).Max();
        for (int i = 0; i < one.Length; i++)
            Assert.True(Math.Abs(one[i] - other[i]) <= tolerance * size, FormattableString.Invariant($"{what}: element {i} is {one[i]:R} and {other[i]:R}."));
    }
}
