using DiffOG.Constraints;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Agreement.Tests;

/// <summary>The judge: that it finds every kind of fault, and the place.</summary>
public sealed class OptimalityErrorsTests
{
    // x = (1, 0.25) and y = (1, 0) solve it: the free minimum would be (2, 0.25).
    private static readonly QpProblem Problem = new([1, 0, 0, 4], [-2, -1], new LinearConstraints(2, new BoxBlock(2, [0, 1], [-1, double.NegativeInfinity], [1, 7])));

    [Fact]
    public void A_solution_has_none() => Assert.Equal(0, Of([1, 0.25], [1, 0]).Largest);

    [Fact]
    public void A_force_that_is_left_is_found()
    {
        WorstPlace worst = Of([1, 0.5], [1, 0]).Stationarity;
        Assert.Equal((1, 1.0, 1 / 3.001), (worst.Index, worst.Error, worst.Relative));
    }

    [Fact]
    public void A_row_outside_its_bounds_is_found()
    {
        WorstPlace worst = Of([1.5, 0.25], [0.5, 0]).Violation;
        Assert.Equal((0, 0.5, 0.5 / 1.5), (worst.Index, worst.Error, worst.Relative));
    }

    [Fact]
    public void A_multiplier_away_from_its_bound_or_without_one_is_found()
    {
        Assert.Equal(new WorstPlace(1, 6.75, 6.75), Of([1, 0.25], [1, 1]).Complementarity);
        Assert.Equal(new WorstPlace(0, 2, 2), Of([1, 0.25], [-1, 0]).Complementarity);
        Assert.Equal(double.PositiveInfinity, Of([1, 0.25], [1, -1e-9]).Largest);
    }

    [Fact]
    public void What_is_not_a_number_is_as_wrong_as_can_be()
    {
        Assert.Equal(double.PositiveInfinity, Of([1, double.NaN], [1, 0]).Largest);
        Assert.Equal(double.PositiveInfinity, Of([1, 0.25], [1, double.NaN]).Largest);
        Assert.Equal(double.PositiveInfinity, Of([double.PositiveInfinity, 0.25], [1, 0]).Largest);
    }

    [Fact]
    public void Long_rows_are_summed_up_to_their_end()
    {
        for (int n = 1; n < 20; n++)
        {
            var problem = new QpProblem(LayerProblems.Gram(new double[n * n], n, 1), new double[n], LinearConstraints.None(n));
            double[] x = new double[n];
            x[^1] = 3;
            WorstPlace worst = OptimalityErrors.Of(new QpSolution(problem, QpStatus.Solved, x, [])).Stationarity;
            Assert.Equal((n - 1, 3), (worst.Index, worst.Error));
        }
    }

    private static OptimalityErrors Of(double[] x, double[] y) => OptimalityErrors.Of(new QpSolution(Problem, QpStatus.Solved, x, y));
}
