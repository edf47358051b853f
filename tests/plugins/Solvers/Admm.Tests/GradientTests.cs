using DiffOG.Constraints;
using DiffOG.Learning.Tests;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Admm.Tests;

/// <summary>Gradients against central differences in every input, and at the places where they jump.</summary>
public sealed class GradientTests
{
    private const double Step = 1e-5;
    private static readonly double[] Weights = [.. Enumerable.Range(0, 12).Select(i => Math.Sin(i + 1))];

    public static TheoryData<int> Seeds => [1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_the_linear_term(int seed)
    {
        QpProblem problem = Problem(seed);

        Close.To(Differences(12, (i, h) => problem with { P = Moved(problem.P, i, h) }), Gradient(problem).P, 1e-7);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_the_cost_moved_on_both_sides_of_the_diagonal(int seed)
    {
        QpProblem problem = Problem(seed);

        double[] differences = Differences(144, (k, h) => problem with { Q = Moved(Moved(problem.Q, k, h / 2), (k % 12 * 12) + (k / 12), h / 2) });

        Close.To(differences, Gradient(problem).Q, 1e-7);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_both_bounds(int seed)
    {
        QpProblem problem = Problem(seed);
        (double[] lower, double[] upper) = (problem.Constraints.Lower, problem.Constraints.Upper);
        QpGradient gradient = Gradient(problem);

        Close.To(Differences(lower.Length, (i, h) => WithRows(problem, problem.Constraints.Matrix, Moved(lower, i, h), upper)), gradient.Lower, 1e-7);
        Close.To(Differences(upper.Length, (i, h) => WithRows(problem, problem.Constraints.Matrix, lower, Moved(upper, i, h))), gradient.Upper, 1e-7);
        Assert.Contains(gradient.Upper.Concat(gradient.Lower), g => g != 0);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_the_rows(int seed)
    {
        QpProblem problem = Problem(seed);
        SparseRows rows = problem.Constraints.Matrix;

        double[] differences = Differences(rows.Values.Length, (k, h) => WithRows(problem, rows with { Values = Moved(rows.Values, k, h) }, problem.Constraints.Lower, problem.Constraints.Upper));

        Close.To(differences, Gradient(problem).G, 1e-7);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_a_point_of_the_splitting_alone_is_nearly_that_of_the_exact_one(int seed)
    {
        QpProblem problem = Problem(seed);

        QpGradient plain = Solvers.Plain.Differentiate(Solvers.Plain.Solve(problem), Weights);

        Close.To(Gradient(problem).P, plain.P, 1e-6);
        Close.To(Gradient(problem).Q, plain.Q, 1e-6);
    }

    [Fact]
    public void Of_a_bound_that_is_only_touched_is_that_of_no_bound()
    {
        // The free minimum lies on the bound exactly: one-sided derivatives are −1 and 0.
        var problem = new QpProblem([1], [-1], new LinearConstraints(1, new BoxBlock(1, [0], [-5], [1])));

        QpSolution solution = Solvers.Default.Solve(problem);
        QpGradient gradient = Solvers.Default.Differentiate(solution, new double[] { 1 });

        Assert.Equal((1, 0), (solution.X[0], solution.Multipliers[0]));
        Assert.Equal((-1, 0), (gradient.P[0], gradient.Upper[0]));
    }

    [Fact]
    public void Of_a_touched_bound_among_binding_ones_is_that_of_no_bound()
    {
        // x₀ is pushed onto 1; x₁, held by x₀ − x₁ ≤ 0, would go to 1 by itself.
        var rows = new GeneralBlock(new SparseRows(2, [0, 1, 3], [0, 0, 1], [1, 1, -1]), [-9, -9], [1, 0]);
        var problem = new QpProblem([1, 0, 0, 1], [-3, -1], new LinearConstraints(2, rows));

        QpSolution solution = Solvers.Default.Solve(problem);
        QpGradient gradient = Solvers.Default.Differentiate(solution, new double[] { 1, 1 });

        Close.To([1, 1], solution.X, 1e-12);
        Close.To([2, 0], solution.Multipliers, 1e-12);
        Close.To([0, -1], gradient.P, 1e-12);
        Close.To([1, 0], gradient.Upper, 1e-12);
    }

    [Fact]
    public void Of_equal_bounds_goes_to_the_one_pushed_against()
    {
        var problem = new QpProblem([2], [-8], new LinearConstraints(1, new BoxBlock(1, [0], [1], [1])));

        QpSolution solution = Solvers.Default.Solve(problem);
        QpGradient gradient = Solvers.Default.Differentiate(solution, new double[] { 3 });

        Assert.Equal((QpStatus.Solved, 1.0, 6.0), (solution.Status, solution.X[0], solution.Multipliers[0]));
        Assert.Equal((0, 3), (gradient.Lower[0], gradient.Upper[0]));
    }

    [Fact]
    public void Of_a_corner_of_a_linear_cost_follows_the_bounds()
    {
        var problem = new QpProblem([0, 0, 0, 0], [-2, -2], new LinearConstraints(2, new BoxBlock(2, [0, 1], [-1, -1], [0.5, 9])));

        QpGradient gradient = Solvers.Default.Differentiate(Solvers.Default.Solve(problem), new double[] { 3, 4 });

        Close.To([3, 4], gradient.Upper, 1e-9);
        Close.To([0, 0], gradient.P, 1e-9);
    }

    [Fact]
    public void Of_a_point_that_is_not_the_only_one_is_zero()
    {
        // The whole valley x₀ + x₁ = 2 is optimal, and the loss looks along it.
        var problem = new QpProblem([1, 1, 1, 1], [-2, -2], new LinearConstraints(2, new BoxBlock(2, [0, 1], [-9, -9], [9, 9])));

        QpSolution solution = Solvers.Default.Solve(problem);
        QpGradient gradient = Solvers.Default.Differentiate(solution, new double[] { 1, -1 });

        Assert.Equal(QpStatus.Solved, solution.Status);
        Close.To([0, 0], gradient.P, 0);
    }

    [Fact]
    public void Of_a_failed_problem_is_zero_and_leaves_neighbours_alone()
    {
        QpProblem good = Problem(1), bad = good with { P = Moved(good.P, 3, double.NaN) };
        IReadOnlyList<QpSolution> solutions = Solvers.Default.Solve([bad, good]);

        IReadOnlyList<QpGradient> gradients = Solvers.Default.Differentiate(solutions, [Weights, Weights]);

        Assert.All(gradients[0].Q.Concat(gradients[0].P).Concat(gradients[0].Lower).Concat(gradients[0].Upper), g => Assert.Equal(0, g));
        Assert.Equal(Gradient(good).Q, gradients[1].Q);
    }

    /// <summary>Difference rows for even seeds, dense rows for odd ones.</summary>
    private static QpProblem Problem(int seed) =>
        seed % 2 == 0 ? new LayerProblems(4, 3, CostKind.Untrained, 1, 1, 0.15).Make(seed + 40) : Dense(seed);

    private static QpProblem Dense(int seed)
    {
        var random = new Random(seed);
        double[] g = [.. Enumerable.Range(0, 8 * 12).Select(_ => LayerProblems.Normal(random))];
        var rows = new SparseRows(12, [.. Enumerable.Range(0, 9).Select(r => r * 12)], [.. Enumerable.Range(0, g.Length).Select(k => k % 12)], g);
        double[] upper = [0.1, 0.2, 0.3, 0.4, double.PositiveInfinity, 0.1, 0.2, 0.3];
        var block = new GeneralBlock(rows, [.. upper.Select((u, r) => r % 3 == 0 ? double.NegativeInfinity : -0.2 - (0.01 * r))], upper);
        return new LayerProblems(4, 3, CostKind.Trained, 1).Make(seed) with { Constraints = new LinearConstraints(12, block) };
    }

    private static QpGradient Gradient(QpProblem problem) => Solvers.Default.Differentiate(Solvers.Default.Solve(problem), Weights);

    private static double[] Differences(int count, Func<int, double, QpProblem> moved) =>
        [.. Enumerable.Range(0, count).Select(i => (Loss(moved(i, Step)) - Loss(moved(i, -Step))) / (2 * Step))];

    private static double Loss(QpProblem problem) => Solvers.Default.Solve(problem).X.Zip(Weights, (x, w) => x * w).Sum();

    private static QpProblem WithRows(QpProblem problem, SparseRows rows, double[] lower, double[] upper) =>
        problem with { Constraints = new LinearConstraints(problem.Variables, new GeneralBlock(rows, lower, upper)) };

    private static double[] Moved(double[] values, int i, double by)
    {
        double[] moved = [.. values];
        moved[i] += by;
        return moved;
    }
}
