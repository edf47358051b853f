using DiffOG.Constraints;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Admm.Tests;

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
        { Box(double.NegativeInfinity, double.NegativeInfinity), "The bounds of row 1 are crossed: lower -Infinity, upper -Infinity." },
        { Box(double.NaN, 1), "A bound of row 1 is not a number." },
        { Good with { Constraints = new LinearConstraints(2, new GeneralBlock(new SparseRows(2, [0, 1], [1], [double.NaN]), [0], [1])) }, "Element 0 of G is NaN." },
    };

    public static TheoryData<bool> Polish => [true, false];

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_no_problem_is_invalid_input_and_says_where(QpProblem problem, string detail)
    {
        IQpSolver solver = Solvers.Create(new() { Threads = 1 });
        solver.Solve(Good);

        QpSolution solution = solver.Solve(problem);

        Assert.Equal((QpStatus.InvalidInput, detail), (solution.Status, solution.Detail));
        Assert.False(solution.HasPoint);
        Assert.All(solution.X, x => Assert.True(double.IsNaN(x)));
    }

    [Theory]
    [InlineData(1.0, 2.0, 1.0)]
    [InlineData(1.0, 0.0, -1.0)]
    [InlineData(-1.0, 0.0, -1.0)]
    [InlineData(0.0, 1.0, 0.0)]
    public void A_cost_that_curves_down_is_not_convex(double a, double b, double c)
    {
        QpSolution solution = Solvers.Default.Solve(Good with { Q = [a, b, b, c] });

        Assert.Equal((QpStatus.NotConvex, "Q has a direction along which the cost curves down."), (solution.Status, solution.Detail));
        Assert.All(solution.X, x => Assert.True(double.IsNaN(x)));
    }

    [Theory]
    [MemberData(nameof(Polish))]
    public void A_linear_cost_goes_to_a_corner(bool polish)
    {
        QpSolution solution = Solvers.Create(new() { Polish = polish }).Solve(Good with { Q = [0, 0, 0, 0] });

        Assert.Equal(QpStatus.Solved, solution.Status);
        Assert.Equal([0.5, 9], solution.X.Select(x => Math.Round(x, 6)));
        Assert.Equal([2, 2], solution.Multipliers.Select(y => Math.Round(y, 6)));
    }

    [Theory]
    [MemberData(nameof(Polish))]
    public void A_cost_without_curvature_along_one_direction_is_solved(bool polish)
    {
        // x₀ + x₁ = 2 is the valley; x₀ ≤ 0.5 and x₁ ≤ 1.2 leave it out of reach.
        var rows = new LinearConstraints(2, new BoxBlock(2, [0, 1], [-1, -1], [0.5, 1.2]));

        QpSolution solution = Solvers.Create(new() { Polish = polish }).Solve(Good with { Q = [1, 1, 1, 1], Constraints = rows });

        Assert.Equal(QpStatus.Solved, solution.Status);
        Assert.Equal([0.5, 1.2], solution.X.Select(x => Math.Round(x, 6)));
    }

    [Theory]
    [InlineData(0.0, 0.0, 0.0)]
    [InlineData(1.0, -1.0, 1.0)]
    [InlineData(0.0, 0.0, 1.0)]
    public void A_cost_that_falls_without_end_is_unbounded(double a, double b, double c)
    {
        var rows = new LinearConstraints(2, new BoxBlock(2, [0, 1], [-1, -1], [double.PositiveInfinity, double.PositiveInfinity]));

        QpSolution solution = Solvers.Default.Solve(Good with { Q = [a, b, b, c], Constraints = rows });

        Assert.Equal((QpStatus.Unbounded, "The cost falls without end along a direction that no row bounds."), (solution.Status, solution.Detail));
        Assert.All(solution.X, x => Assert.True(double.IsNaN(x)));
    }

    [Fact]
    public void A_bound_far_away_is_still_a_bound()
    {
        var rows = new LinearConstraints(1, new BoxBlock(1, [0], [-1], [1e4]));

        QpSolution solution = Solvers.Plain.Solve(new QpProblem([0], [-1], rows));

        Assert.True(solution.Status == QpStatus.Solved, $"{solution.Status} {solution.Detail}");
        Assert.Equal(1e4, solution.X[0], 1e-2);
    }

    [Theory]
    [MemberData(nameof(Polish))]
    public void Rows_that_cross_by_a_rounding_are_no_contradiction(bool polish)
    {
        // 0.1 + 0.2 is not 0.3.
        var rows = new LinearConstraints(1, new BoxBlock(1, [0], [0.1 + 0.2], [9]), new BoxBlock(1, [0], [-9], [0.3]));

        QpSolution solution = Solvers.Create(new() { Polish = polish }).Solve(new QpProblem([1], [0], rows));

        Assert.True(solution.Status == QpStatus.Solved, $"{solution.Status} {solution.Detail}");
        Assert.Equal(0.3, solution.X[0], 1e-8);
    }

    [Fact]
    public void Single_precision_rounding_does_not_make_a_cost_asymmetric()
    {
        QpSolution solution = Solvers.Default.Solve(Good with { Q = [2, 1, 1.0000001, 2] });

        Assert.Equal(QpStatus.Solved, solution.Status);
        Assert.InRange(solution.DualResidual, 0, 1e-14);
    }

    [Fact]
    public void Too_few_steps_are_admitted()
    {
        QpProblem problem = new LayerProblems(15, 7, CostKind.Untrained, 0).Make(3);

        QpSolution solution = Solvers.Create(new() { MaxIterations = 3, Polish = false }).Solve(problem);

        Assert.Equal(QpStatus.IterationLimit, solution.Status);
        Assert.False(solution.HasPoint);
        Assert.Equal(3, solution.Iterations);
        Assert.StartsWith("After 3 iterations the largest relative residual is ", solution.Detail, StringComparison.Ordinal);
        Assert.True(solution.PrimalResidual > 1e-6);
    }

    [Fact]
    public void A_point_between_the_tolerances_is_solved_inaccurately_and_says_by_how_much()
    {
        QpProblem problem = new LayerProblems(15, 7, CostKind.Trained, 4).Make(3);
        int needed = Solvers.Plain.Solve(problem).Iterations;

        QpSolution solution = Solvers.Create(new() { MaxIterations = needed - 20, Polish = false }).Solve(problem);

        Assert.Equal(QpStatus.SolvedInaccurately, solution.Status);
        Assert.True(solution.HasPoint);
        Assert.StartsWith($"After {needed - 20} iterations the largest relative residual is ", solution.Detail, StringComparison.Ordinal);
        Assert.InRange(solution.PrimalResidual, 1e-12, 1e-4);
    }

    [Fact]
    public void A_row_without_entries_that_excludes_zero_is_infeasible()
    {
        var rows = new GeneralBlock(new SparseRows(2, [0, 0], [], []), [1], [2]);

        QpSolution solution = Solvers.Default.Solve(Good with { Constraints = new LinearConstraints(2, rows) });

        Assert.Equal(QpStatus.Infeasible, solution.Status);
        Assert.Equal([-1], solution.Multipliers);
    }

    [Theory]
    [MemberData(nameof(Polish))]
    public void Contradicting_equations_are_infeasible(bool polish)
    {
        var rows = new LinearConstraints(2, new BoxBlock(2, [0, 0], [1, 2], [1, 2]));

        QpSolution solution = Solvers.Create(new() { Polish = polish }).Solve(Good with { Constraints = rows });

        Assert.Equal((QpStatus.Infeasible, "No point satisfies all rows; the multipliers prove it."), (solution.Status, solution.Detail));
        Assert.Equal([1, -1], solution.Multipliers.Select(y => Math.Round(y, 12)));
        Assert.All(solution.X, x => Assert.True(double.IsNaN(x)));
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
    public void Units_of_the_cost_do_not_matter(double unit)
    {
        QpProblem scaled = Good with { Q = [.. Good.Q.Select(q => q * unit)], P = [.. Good.P.Select(p => p * unit)] };

        foreach (IQpSolver solver in new[] { Solvers.Default, Solvers.Plain })
        {
            QpSolution solution = solver.Solve(scaled);

            Assert.Equal(QpStatus.Solved, solution.Status);
            Assert.Equal([0.5, 1], solution.X.Select(x => Math.Round(x, 7)));
            Assert.Equal(1, solution.Multipliers[0] / unit, 7);
        }
    }

    [Theory]
    [InlineData(1e-6, 1e6)]
    [InlineData(1e8, 1e-3)]
    public void Units_of_variables_and_rows_do_not_matter(double variable, double row)
    {
        // x₀ in another unit, and its row multiplied through.
        var rows = new GeneralBlock(new SparseRows(2, [0, 1, 2], [0, 1], [row / variable, 1]), [-row, -1], [0.5 * row, 9]);
        var problem = new QpProblem([2 / (variable * variable), 0, 0, 2], [-2 / variable, -2], new LinearConstraints(2, rows));

        QpSolution solution = Solvers.Default.Solve(problem);

        Assert.Equal(QpStatus.Solved, solution.Status);
        Assert.Equal([0.5, 1], new[] { solution.X[0] / variable, solution.X[1] }.Select(x => Math.Round(x, 12)));
    }

    [Fact]
    public void Numbers_that_overflow_end_in_a_status()
    {
        QpSolution solution = Solvers.Default.Solve(Good with { P = [1e308, -1e308], Q = [1e-300, 0, 0, 1e-300] });

        Assert.NotEqual(QpStatus.Solved, solution.Status);
    }

    private static QpProblem Box(double lower, double upper) =>
        Good with { Constraints = new LinearConstraints(2, new BoxBlock(2, [0, 1], [-1, lower], [1, upper])) };
}
