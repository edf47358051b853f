using System.ComponentModel.DataAnnotations;
using DiffOG.Constraints;
using DiffOG.Learning.Tests;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.ActiveSet.Tests;

/// <summary>Each way of ending, and what is said about it.</summary>
public sealed class StatusTests
{
    private static readonly QpProblem Good = new([2, 0, 0, 2], [-2, -2], new LinearConstraints(2, new BoxBlock(2, [0, 1], [-1, -1], [0.5, 9])));

    public static TheoryData<QpProblem, string> Faults => new()
    {
        { Good with { Q = [1, 0, 0] }, "Q has 3 elements and p 2; Q must have n² and p n ≥ 1." },
        { Good with { Constraints = LinearConstraints.None(3) }, "The constraints are over 3 variables, the cost over 2." },
        { Good with { P = [0, double.PositiveInfinity] }, "Element 1 of p is Infinity." },
        { Good with { Q = [1, 0, double.NaN, 1] }, "Element 2 of Q is NaN." },
        { Good with { Q = [1, 0.1, 0, 1] }, "Q is not symmetric: elements across the diagonal differ by up to 0.1." },
        { Box(1, -1), "The bounds of row 1 are crossed: lower 1, upper -1." },
        { Box(double.NaN, 1), "A bound of row 1 is not a number." },
        { Rows([0, 2, 4], [0, 1, 0, 1], [1, 1, 1, -2]), "Rows 0 and 1 both end at variable 1 and differ otherwise; such rows are no box." },
        { Rows([0, 2, 2], [0, 1], [1, 1]), "Row 1 has no last coefficient that is large enough to solve for." },
        { Rows([0, 2, 3], [0, 1, 0], [1, 0.01, 1]), "Row 0 has no last coefficient that is large enough to solve for." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_no_problem_or_no_box_is_invalid_input_and_says_where(QpProblem problem, string detail)
    {
        QpSolution solution = Solvers.Default.Solve(problem);

        Assert.Equal((QpStatus.InvalidInput, detail), (solution.Status, solution.Detail));
        Assert.All(solution.X.Concat(solution.Multipliers), x => Assert.True(double.IsNaN(x)));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(21)]
    [InlineData(112)]
    public void Any_element_that_is_not_finite_is_found(int n)
    {
        double[] identity = LayerProblems.Gram(new double[n * n], n, 1);
        foreach (int place in new[] { 0, n - 1, (n * n) / 2, (n * n) - n, (n * n) - 1 })
        {
            foreach (double value in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            {
                double[] q = [.. identity];
                q[place] = value;
                q[((place % n) * n) + (place / n)] = value;
                QpSolution solution = Solvers.Default.Solve(new QpProblem(q, new double[n], LinearConstraints.None(n)));
                Assert.Equal(QpStatus.InvalidInput, solution.Status);
                Assert.Contains("of Q is", solution.Detail, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(30)]
    public void Any_element_that_differs_from_its_mirror_image_is_found(int n)
    {
        double[] identity = LayerProblems.Gram(new double[n * n], n, 1);
        for (int place = 1; place < n * n; place += 3)
        {
            if (place / n == place % n)
                continue;
            double[] q = [.. identity];
            q[place] = 1e-3;
            Assert.Equal("Q is not symmetric: elements across the diagonal differ by up to 0.001.", Solvers.Default.Solve(new QpProblem(q, new double[n], LinearConstraints.None(n))).Detail);
        }
    }

    [Fact]
    public void An_indefinite_cost_is_found_even_where_bounds_hide_it()
    {
        var problem = new QpProblem([1, 0, 0, -1], [0, 0], new LinearConstraints(2, new BoxBlock(2, [1], [-1], [1])));

        Assert.Equal(QpStatus.NotConvex, Solvers.Default.Solve(problem).Status);
        Assert.Equal(QpStatus.NotConvex, Solvers.Default.Solve(problem with { Q = [1, 2, 2, 1] }).Status);
    }

    [Fact]
    public void Bounds_of_different_rows_that_exclude_each_other_are_infeasible_with_a_proof()
    {
        // −2 x₁ ≤ −4 asks for x₁ ≥ 2, the other row for x₁ ≤ 1.
        var rows = new GeneralBlock(new SparseRows(2, [0, 1, 2], [1, 1], [1, -2]), [-5, double.NegativeInfinity], [1, -4]);

        QpSolution solution = Solvers.Default.Solve(Good with { Constraints = new LinearConstraints(2, rows) });

        Assert.Equal((QpStatus.Infeasible, "Rows 1 and 0 exclude each other: one asks for at least 2 where the other allows at most 1."), (solution.Status, solution.Detail));
        Close.To([0, 0], solution.Problem.Constraints.Matrix.MultiplyTransposed(solution.Multipliers), 1e-15);
        double proof = (solution.Multipliers[0] * 1) + (solution.Multipliers[1] * -4);
        Assert.True(solution.Multipliers[0] > 0 && solution.Multipliers[1] > 0 && proof < 0, $"{solution.Multipliers[0]} {solution.Multipliers[1]} {proof}");
    }

    [Fact]
    public void Too_few_iterations_are_admitted()
    {
        QpProblem problem = new LayerProblems(15, 7, CostKind.Untrained, 0).Make(3);

        QpSolution solution = Solvers.Create(new() { MaxIterations = 1 }).Solve(problem);

        Assert.Equal((QpStatus.IterationLimit, 1), (solution.Status, solution.Iterations));
        Assert.StartsWith("After 1 factorisations the largest relative residual is ", solution.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-150)]
    [InlineData(1e-20)]
    [InlineData(1e20)]
    [InlineData(1e100)]
    public void Units_of_the_cost_do_not_matter(double unit)
    {
        QpProblem problem = new LayerProblems(8, 3, CostKind.Trained, 4).Make(2);
        QpSolution plain = Solvers.Default.Solve(problem);

        QpSolution scaled = Solvers.Default.Solve(problem with { Q = [.. problem.Q.Select(q => q * unit)], P = [.. problem.P.Select(p => p * unit)] });

        Assert.Equal(QpStatus.Solved, scaled.Status);
        Close.To(plain.X, scaled.X, 1e-12);
        Close.To(plain.Multipliers, [.. scaled.Multipliers.Select(y => y / unit)], 1e-10);
    }

    [Fact]
    public void Numbers_that_overflow_end_in_a_status()
    {
        QpSolution solution = Solvers.Default.Solve(Good with { P = [1e308, -1e308], Q = [1e-300, 0, 0, 1e-300], Constraints = LinearConstraints.None(2) });

        Assert.NotEqual(QpStatus.Solved, solution.Status);
    }

    [Theory]
    [InlineData("Sweeps", "The field Sweeps must be between 0 and 100.")]
    [InlineData("MaxIterations", "The field MaxIterations must be between 1 and 100000.")]
    [InlineData("Threads", "The field Threads must be between 0 and 1024.")]
    public void Settings_out_of_range_are_refused(string setting, string message)
    {
        ActiveSetOptions options = setting switch
        {
            "Sweeps" => new() { Sweeps = -1 },
            "MaxIterations" => new() { MaxIterations = 0 },
            _ => new() { Threads = -1 },
        };
        List<ValidationResult> results = [];

        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), results, true));
        Assert.Equal(message, results.Single().ErrorMessage);
    }

    private static QpProblem Box(double lower, double upper) =>
        Good with { Constraints = new LinearConstraints(2, new BoxBlock(2, [0, 1], [-1, lower], [1, upper])) };

    private static QpProblem Rows(int[] starts, int[] indices, double[] values) =>
        Good with { Constraints = new LinearConstraints(2, new GeneralBlock(new SparseRows(2, starts, indices, values), [-1, -1], [1, 1])) };
}
