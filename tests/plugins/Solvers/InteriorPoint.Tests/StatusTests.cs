using System.ComponentModel.DataAnnotations;
using DiffOG.Constraints;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.InteriorPoint.Tests;

/// <summary>Each way of ending, and what is said about it.</summary>
public sealed class StatusTests
{
    private static readonly QpProblem Good = new([2, 0, 0, 2], [-2, -2], new LinearConstraints(2, new BoxBlock(2, [0, 1], [-1, -1], [0.5, 9])));

    public static TheoryData<QpProblem, string> Faults => new()
    {
        { Good with { Q = [1, 0, 0] }, "Q has 3 elements and p 2; Q must have n² and p n ≥ 1." },
        { Good with { Q = [], P = [] }, "Q has 0 elements and p 0; Q must have n² and p n ≥ 1." },
        { Good with { Constraints = LinearConstraints.None(3) }, "The constraints are over 3 variables, the cost over 2." },
        { Good with { P = [0, double.PositiveInfinity] }, "Element 1 of p is Infinity." },
        { Good with { Q = [1, 0, double.NaN, 1] }, "Element 2 of Q is NaN." },
        { Good with { Q = [1, 0.1, 0, 1] }, "Q is not symmetric: elements across the diagonal differ by up to 0.1." },
        { Box(1, -1), "The bounds of row 1 are crossed: lower 1, upper -1." },
        { Box(double.PositiveInfinity, double.PositiveInfinity), "The bounds of row 1 are crossed: lower Infinity, upper Infinity." },
        { Box(double.NaN, 1), "A bound of row 1 is not a number." },
        { Good with { Constraints = new LinearConstraints(2, new GeneralBlock(new SparseRows(2, [0, 1], [1], [double.NaN]), [0], [1])) }, "Element 0 of G is NaN." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_no_problem_is_invalid_input_and_says_where(QpProblem problem, string detail)
    {
        QpSolution solution = Solvers.Default.Solve(problem);

        Assert.Equal((QpStatus.InvalidInput, detail), (solution.Status, solution.Detail));
        Assert.False(solution.HasPoint);
        Assert.All(solution.X, x => Assert.True(double.IsNaN(x)));
    }

    [Theory]
    [InlineData(1.0, 2.0, 1.0)]
    [InlineData(1.0, 0.0, -1.0)]
    [InlineData(0.0, 1.0, 1.0)]
    [InlineData(1e12, 0.0, -1.0)]
    [InlineData(-1e-3, 0.0, 1e-12)]
    public void A_cost_that_curves_downwards_is_not_convex(double a, double b, double c)
    {
        QpSolution solution = Solvers.Default.Solve(Good with { Q = [a, b, b, c] });

        Assert.Equal((QpStatus.NotConvex, "Q has a direction of negative curvature."), (solution.Status, solution.Detail));
        Assert.All(solution.X, x => Assert.True(double.IsNaN(x)));
    }

    [Fact]
    public void Single_precision_rounding_does_not_make_a_cost_asymmetric()
    {
        QpSolution solution = Solvers.Default.Solve(Good with { Q = [2, 1, 1.0000001, 2] });

        Assert.Equal(QpStatus.Solved, solution.Status);
        Assert.InRange(solution.DualResidual, 0, 1e-14);
    }

    [Fact]
    public void Too_few_iterations_are_admitted()
    {
        QpProblem problem = new LayerProblems(15, 7, CostKind.Untrained, 0) { Rows = LayerRows.HalfSpaces }.Make(3);

        QpSolution solution = Solvers.Create(new() { MaxIterations = 1 }).Solve(problem);

        Assert.Equal(QpStatus.IterationLimit, solution.Status);
        Assert.False(solution.HasPoint);
        Assert.Equal(1, solution.Iterations);
        Assert.StartsWith("After 1 iterations the largest relative residual is ", solution.Detail, StringComparison.Ordinal);
        Assert.True(solution.PrimalResidual > 1e-6);
    }

    [Fact]
    public void A_row_without_entries_that_excludes_zero_is_infeasible()
    {
        var rows = new GeneralBlock(new SparseRows(2, [0, 0], [], []), [1], [2]);

        Assert.Equal(QpStatus.Infeasible, Solvers.Default.Solve(Good with { Constraints = new LinearConstraints(2, rows) }).Status);
    }

    [Fact]
    public void Contradicting_equations_are_infeasible()
    {
        var rows = new LinearConstraints(2, new BoxBlock(2, [0, 0], [1, 2], [1, 2]));

        Assert.Equal(QpStatus.Infeasible, Solvers.Default.Solve(Good with { Constraints = rows }).Status);
    }

    [Fact]
    public void The_same_bound_twice_is_solved()
    {
        var rows = new LinearConstraints(2, new BoxBlock(2, [0, 0, 0], [-1, -1, -1], [0.5, 0.5, 0.5]));

        QpSolution solution = Solvers.Default.Solve(Good with { Constraints = rows });

        Optimality.Holds(solution);
        Assert.Equal(1, solution.Multipliers.Sum(), 12);
    }

    [Theory]
    [InlineData(1e-150)]
    [InlineData(1e-20)]
    [InlineData(1e20)]
    [InlineData(1e100)]
    public void Units_do_not_matter(double unit)
    {
        QpProblem scaled = Good with { Q = [.. Good.Q.Select(q => q * unit)], P = [.. Good.P.Select(p => p * unit)] };

        QpSolution solution = Solvers.Default.Solve(scaled);

        Assert.Equal(QpStatus.Solved, solution.Status);
        Assert.Equal([0.5, 1], solution.X.Select(x => Math.Round(x, 12)));
        Assert.Equal(1, solution.Multipliers[0] / unit, 12);
    }

    [Fact]
    public void Numbers_that_overflow_end_in_a_status()
    {
        QpSolution solution = Solvers.Default.Solve(Good with { P = [1e308, -1e308], Q = [1e-300, 0, 0, 1e-300] });

        Assert.NotEqual(QpStatus.Solved, solution.Status);
    }

    [Fact]
    public void A_reduced_tolerance_below_the_tolerance_is_refused()
    {
        InteriorPointOptions options = new() { Tolerance = 1e-4, ReducedTolerance = 1e-5 };
        List<ValidationResult> results = [];

        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), results, true));
        Assert.Equal("1E-05 is below the tolerance 0.0001", results.Single().ErrorMessage);
    }

    private static QpProblem Box(double lower, double upper) =>
        Good with { Constraints = new LinearConstraints(2, new BoxBlock(2, [0, 1], [-1, lower], [1, upper])) };
}
