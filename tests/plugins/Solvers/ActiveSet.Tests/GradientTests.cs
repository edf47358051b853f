using DiffOG.Constraints;
using DiffOG.Learning.Tests;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.ActiveSet.Tests;

/// <summary>Gradients against another method's, against differences, and where they jump.</summary>
public sealed class GradientTests
{
    [Theory]
    [InlineData(CostKind.Trained)]
    [InlineData(CostKind.Untrained)]
    public void All_gradients_agree_with_another_methods(CostKind kind)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            QpProblem problem = new LayerProblems(16, 7, kind, seed % 2 * 4).Make(seed);
            double[] loss = [.. problem.P.Select(Math.Sin)];
            QpGradient own = Solvers.Default.Differentiate(Solvers.Default.Solve(problem), loss);
            QpGradient other = Solvers.Reference.Differentiate(Solvers.Reference.Solve(problem), loss);

            Close.To(other.P, own.P, 1e-8);
            Close.To(other.Q, own.Q, 1e-8);
            Close.To(other.Lower, own.Lower, 1e-7);
            Close.To(other.Upper, own.Upper, 1e-7);
            Close.To(other.G, own.G, 1e-7);
        }
    }

    [Fact]
    public void Along_a_path_the_gradient_is_the_slope_on_both_sides_of_every_change_of_the_active_set()
    {
        QpProblem begin = new LayerProblems(8, 3, CostKind.Untrained, 1).Make(3), end = new LayerProblems(8, 3, CostKind.Untrained, 1).Make(4);
        double[] loss = [.. begin.P.Select(Math.Cos)];
        QpProblem At(double t) => begin with { P = [.. begin.P.Zip(end.P, (a, b) => a + (t * (b - a)))] };
        double Loss(double t) => Solvers.Default.Solve(At(t)).X.Zip(loss, (x, w) => x * w).Sum();
        int changes = 0;
        for (double t = 0.001; t < 1; t += 0.01)
        {
            const double h = 1e-6;
            QpSolution left = Solvers.Default.Solve(At(t - h)), middle = Solvers.Default.Solve(At(t)), right = Solvers.Default.Solve(At(t + h));
            if (!Sides(left).SequenceEqual(Sides(right)))
                continue;
            double slope = Solvers.Default.Differentiate(middle, loss).P.Zip(begin.P.Zip(end.P, (a, b) => b - a), (g, d) => g * d).Sum();
            Assert.Equal((Loss(t + h) - Loss(t - h)) / (2 * h), slope, 1e-6);
            changes += t > 0.01 && !Sides(Solvers.Default.Solve(At(t - 0.01))).SequenceEqual(Sides(middle)) ? 1 : 0;
        }
        Assert.True(changes > 10, $"{changes} changes of the active set");
    }

    [Fact]
    public void A_bound_that_is_only_touched_counts_as_free()
    {
        // The free minimum lies on the bound exactly: one-sided derivatives are −1 and 0.
        var problem = new QpProblem([1], [-1], new LinearConstraints(1, new BoxBlock(1, [0], [-5], [1])));

        QpSolution solution = Solvers.Default.Solve(problem);
        QpGradient gradient = Solvers.Default.Differentiate(solution, new double[] { 1 });

        Assert.Equal((1, 0), (solution.X[0], solution.Multipliers[0]));
        Assert.Equal((-1, 0), (gradient.P[0], gradient.Upper[0]));
    }

    [Fact]
    public void The_gradient_of_equal_bounds_goes_to_the_one_pushed_against()
    {
        var problem = new QpProblem([2], [-8], new LinearConstraints(1, new BoxBlock(1, [0], [1], [1])));

        QpSolution solution = Solvers.Default.Solve(problem);
        QpGradient gradient = Solvers.Default.Differentiate(solution, new double[] { 3 });

        Assert.Equal((QpStatus.Solved, 1.0, 6.0), (solution.Status, solution.X[0], solution.Multipliers[0]));
        Assert.Equal((0, 3, 0), (gradient.Lower[0], gradient.Upper[0], gradient.P[0]));
    }

    [Fact]
    public void A_failed_problem_has_no_gradient_and_leaves_neighbours_alone()
    {
        QpProblem good = new LayerProblems(4, 3, CostKind.Trained, 1).Make(1), bad = good with { P = [.. good.P.Select(_ => double.NaN)] };

        IReadOnlyList<QpGradient> gradients = Solvers.Default.Differentiate(Solvers.Default.Solve([bad, good]), [good.P, good.P]);

        Assert.All(gradients[0].Q.Concat(gradients[0].P).Concat(gradients[0].Lower).Concat(gradients[0].Upper).Concat(gradients[0].G), g => Assert.Equal(0, g));
        Assert.Equal(Solvers.Default.Differentiate(Solvers.Default.Solve(good), good.P).Q, gradients[1].Q);
    }

    private static IEnumerable<int> Sides(QpSolution solution) => solution.Multipliers.Select(Math.Sign);
}
