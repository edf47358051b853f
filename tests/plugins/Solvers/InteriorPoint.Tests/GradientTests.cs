using DiffOG.Constraints;
using DiffOG.Learning.Tests;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.InteriorPoint.Tests;

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

        Close.To(Differences(12, (i, h) => problem with { P = Moved(problem.P, i, h) }), Gradient(problem).P, 1e-8);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_the_cost_moved_on_both_sides_of_the_diagonal(int seed)
    {
        QpProblem problem = Problem(seed);
        QpGradient gradient = Gradient(problem);

        double[] differences = Differences(144, (k, h) => problem with { Q = Moved(Moved(problem.Q, k, h / 2), (k % 12 * 12) + (k / 12), h / 2) });

        Close.To(differences, gradient.Q, 1e-8);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_both_bounds(int seed)
    {
        QpProblem problem = Problem(seed);
        (double[] lower, double[] upper) = (problem.Constraints.Lower, problem.Constraints.Upper);
        QpGradient gradient = Gradient(problem);

        Close.To(Differences(lower.Length, (i, h) => WithBounds(problem, Moved(lower, i, h), upper)), gradient.Lower, 1e-8);
        Close.To(Differences(upper.Length, (i, h) => WithBounds(problem, lower, Moved(upper, i, h))), gradient.Upper, 1e-8);
        Assert.Contains(gradient.Upper.Concat(gradient.Lower), g => g != 0);
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
    public void Of_a_failed_problem_is_zero_and_leaves_neighbours_alone()
    {
        QpProblem good = Problem(1), bad = good with { P = Moved(good.P, 3, double.NaN) };
        IReadOnlyList<QpSolution> solutions = Solvers.Default.Solve([bad, good]);

        IReadOnlyList<QpGradient> gradients = Solvers.Default.Differentiate(solutions, [Weights, Weights]);

        Assert.All(gradients[0].Q.Concat(gradients[0].P).Concat(gradients[0].Lower).Concat(gradients[0].Upper), g => Assert.Equal(0, g));
        Assert.Equal(Gradient(good).Q, gradients[1].Q);
    }

    [Fact]
    public void Of_another_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => Solvers.Default.Differentiate(Solvers.Default.Solve(Problem(1)), new double[3]));

    private static QpProblem Problem(int seed) => new LayerProblems(4, 3, seed % 2 == 0 ? CostKind.Untrained : CostKind.Trained, 1, 1, 0.15).Make(seed + 40);

    private static QpGradient Gradient(QpProblem problem) => Solvers.Default.Differentiate(Solvers.Default.Solve(problem), Weights);

    private static double[] Differences(int count, Func<int, double, QpProblem> moved) =>
        [.. Enumerable.Range(0, count).Select(i => (Loss(moved(i, Step)) - Loss(moved(i, -Step))) / (2 * Step))];

    private static double Loss(QpProblem problem) => Solvers.Default.Solve(problem).X.Zip(Weights, (x, w) => x * w).Sum();

    private static QpProblem WithBounds(QpProblem problem, double[] lower, double[] upper) =>
        problem with { Constraints = new LinearConstraints(problem.Variables, new GeneralBlock(problem.Constraints.Matrix, lower, upper)) };

    private static double[] Moved(double[] values, int i, double by)
    {
        double[] moved = [.. values];
        moved[i] += by;
        return moved;
    }
}
