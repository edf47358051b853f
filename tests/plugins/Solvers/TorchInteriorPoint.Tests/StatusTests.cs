using System.ComponentModel.DataAnnotations;
using DiffOG.Constraints;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.TorchInteriorPoint.Tests;

/// <summary>Each way of ending, and what is said about it.</summary>
public sealed class StatusTests
{
    private static readonly QpProblem Good = new([2, 0, 0, 2], [-2, -2], new LinearConstraints(2, new BoxBlock(2, [0, 1], [-1, -1], [0.5, 9])));

    public static TheoryData<bool> Both => [true, false];

    [Theory]
    [MemberData(nameof(Both))]
    public void What_is_no_problem_is_invalid_input_and_says_where(bool polish)
    {
        QpProblem crossed = Good with { Constraints = new LinearConstraints(2, new BoxBlock(2, [0, 1], [-1, 1], [1, -1])) };

        QpSolution solution = Create(polish).Solve(crossed);

        Assert.Equal((QpStatus.InvalidInput, "The bounds of row 1 are crossed: lower 1, upper -1."), (solution.Status, solution.Detail));
        Assert.All(solution.X, x => Assert.True(double.IsNaN(x)));
    }

    [Theory]
    [InlineData(1.0, 2.0, 1.0)]
    [InlineData(1.0, 0.0, -1.0)]
    public void A_cost_with_a_direction_of_negative_curvature_is_not_convex(double a, double b, double c)
    {
        QpProblem problem = Good with { Q = [a, b, b, c] };

        foreach (QpSolution solution in new[] { Solvers.Default.Solve(problem), Solvers.Unpolished.Solve(problem) })
        {
            Assert.Equal((QpStatus.NotConvex, 0), (solution.Status, solution.Iterations));
            Assert.False(string.IsNullOrEmpty(solution.Detail));
        }
    }

    [Theory]
    [InlineData(0.0, 0.0, 0.0)]
    [InlineData(1.0, 1.0, 1.0)]
    public void A_cost_that_is_not_definite_is_left_to_interior_point(double a, double b, double c)
    {
        QpProblem problem = Good with { Q = [a, b, b, c] };
        QpSolution expected = Solvers.InteriorPoint.Solve(problem);

        foreach (QpSolution solution in new[] { Solvers.Default.Solve(problem), Solvers.Unpolished.Solve(problem) })
            Assert.Equal((expected.Status, expected.Detail), (solution.Status, solution.Detail));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Contradicting_equations_are_infeasible_with_a_proof(bool polish)
    {
        QpSolution solution = Create(polish).Solve(Good with { Constraints = new LinearConstraints(2, new BoxBlock(2, [0, 0], [1, 2], [1, 2])) });

        Assert.Equal(QpStatus.Infeasible, solution.Status);
        // Gᵀy = 0 while yᵀ · bounds < 0: no x can satisfy y₀ x = y₀ · 1 and y₁ x = y₁ · 2.
        Assert.Equal(0, solution.Multipliers.Sum(), 9);
        Assert.True(solution.Multipliers[0] + (2 * solution.Multipliers[1]) < 0);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_row_without_entries_that_excludes_zero_is_infeasible(bool polish)
    {
        var rows = new GeneralBlock(new SparseRows(2, [0, 0], [], []), [1], [2]);

        Assert.Equal(QpStatus.Infeasible, Create(polish).Solve(Good with { Constraints = new LinearConstraints(2, rows) }).Status);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void The_same_bound_twice_is_solved(bool polish)
    {
        QpSolution solution = Create(polish).Solve(Good with { Constraints = new LinearConstraints(2, new BoxBlock(2, [0, 0, 0], [-1, -1, -1], [0.5, 0.5, 0.5])) });

        Assert.Equal(QpStatus.Solved, solution.Status);
        Assert.Equal([0.5, 1], solution.X.Select(x => Math.Round(x, 6)));
        Assert.Equal(1, solution.Multipliers.Sum(), 6);
    }

    [Fact]
    public void Too_few_iterations_are_admitted()
    {
        QpProblem problem = new LayerProblems(15, 7, CostKind.Untrained, 0).Make(3);

        QpSolution solution = Solvers.Create(new() { MaxIterations = 1, Polish = false }).Solve(problem);

        Assert.Equal(QpStatus.IterationLimit, solution.Status);
        Assert.False(solution.HasPoint);
        Assert.StartsWith("After 1 iterations the largest relative residual is ", solution.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-150)]
    [InlineData(1e-20)]
    [InlineData(1e20)]
    [InlineData(1e100)]
    public void Units_do_not_matter(double unit)
    {
        QpProblem scaled = Good with { Q = [.. Good.Q.Select(q => q * unit)], P = [.. Good.P.Select(p => p * unit)] };

        foreach (QpSolution solution in new[] { Solvers.Default.Solve(scaled), Solvers.Unpolished.Solve(scaled) })
        {
            Assert.Equal(QpStatus.Solved, solution.Status);
            Assert.Equal([0.5, 1], solution.X.Select(x => Math.Round(x, 6)));
            Assert.Equal(1, solution.Multipliers[0] / unit, 6);
        }
    }

    [Fact]
    public void Settings_that_cannot_be_are_refused_in_words()
    {
        Assert.Equal(["A device is cpu, cuda, or cuda: and a number."], Failures(new() { Device = "gpu" }));
        Assert.Equal(["A device is cpu, cuda, or cuda: and a number."], Failures(new() { Device = "cuda:" }));
        Assert.Equal(["1E-05 is below the tolerance 0.0001"], Failures(new() { Tolerance = 1e-4, ReducedTolerance = 1e-5 }));
        Assert.Equal(["The field MaxBatch must be between 1 and 65536."], Failures(new() { MaxBatch = 0 }));
        Assert.Equal(["The field MaxIterations must be between 1 and 1000."], Failures(new() { MaxIterations = 0 }));
        Assert.Equal(["The field Threads must be between 0 and 1024."], Failures(new() { Threads = -1 }));
        Assert.Empty(Failures(new() { Device = "cuda:12" }));
    }

    private static IQpSolver Create(bool polish) => polish ? Solvers.Default : Solvers.Unpolished;

    private static IEnumerable<string?> Failures(TorchInteriorPointOptions options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, true);
        return results.Select(r => r.ErrorMessage);
    }
}
