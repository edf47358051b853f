using CsCheck;
using DiffOG.Constraints;
using DiffOG.Diagnostics;
using DiffOG.Learning.Layer;
using DiffOG.Refiners;
using DiffOG.Solvers;
using Xunit;

namespace DiffOG.Projectors.Transformer.Tests.Layer;

public sealed class TrajectoryProgramTests
{
    [Fact]
    public void Smoothing_adds_squared_differences_of_the_smoothed_dimensions_alone()
    {
        QpProblem problem = new TrajectoryProgram(new LayerSettings(LayerObjective.Linear, 3, [1]), 3, 2)
            .Assemble(new double[36], [1, 2, 3, 4, 5, 6], LinearConstraints.None(6));
        Assert.Equal(
            [
                0, 0, 0, 0, 0, 0,
                0, 3, 0, -3, 0, 0,
                0, 0, 0, 0, 0, 0,
                0, -3, 0, 6, 0, -3,
                0, 0, 0, 0, 0, 0,
                0, 0, 0, -3, 0, 3,
            ],
            problem.Q);
        Assert.Equal([-1, -2, -3, -4, -5, -6], problem.P);
    }

    [Fact]
    public void Tracking_pulls_towards_the_chunk_with_the_learned_cost_alone()
    {
        QpProblem problem = new TrajectoryProgram(new LayerSettings(LayerObjective.Tracking, 5, [0]), 2, 1)
            .Assemble([2, 1, 1, 3], [10, 20], LinearConstraints.None(2));
        Assert.Equal([7, -4, -4, 8], problem.Q);
        Assert.Equal([-40, -70], problem.P);
    }

    [Fact]
    public void What_is_passed_in_is_not_changed_and_not_kept()
    {
        double[] cost = [2, 1, 1, 3];
        QpProblem problem = new TrajectoryProgram(new LayerSettings(LayerObjective.Linear, 5, [0]), 2, 1).Assemble(cost, [1, 2], LinearConstraints.None(2));
        Assert.Equal([2, 1, 1, 3], cost);
        Assert.NotSame(cost, problem.Q);
    }

    /// <summary>Without inequalities x = −Q̂⁻¹p; the loss wᵀx has du = Q̂⁻¹w and so dp = −u, dQ̂ = −½(u xᵀ + x uᵀ).</summary>
    [Theory]
    [InlineData(LayerObjective.Linear)]
    [InlineData(LayerObjective.Tracking)]
    public void The_gradient_agrees_with_finite_differences_for_any_cost_and_chunk(LayerObjective objective) =>
        (from values in Gen.Double[-1, 1].Array[36 + 6 + 6] from smooth in Gen.Double[0, 5] select (values, smooth)).Sample(
            sample => CheckGradient(objective, sample.values, sample.smooth), iter: 50, seed: "0N0XIzNsQ0O2");

    [Theory]
    [InlineData(double.NaN, 0, "The layer's smooth weight is NaN; it must be finite and not negative.")]
    [InlineData(-1, 0, "The layer's smooth weight is -1; it must be finite and not negative.")]
    [InlineData(1, 2, "The layer cannot smooth dimension 2: an action has 2, 0 to 1, and each may be listed once.")]
    [InlineData(1, 1, "The layer cannot smooth dimension 1: an action has 2, 0 to 1, and each may be listed once.")]
    public void Settings_that_make_no_sense_are_refused_in_words(double smooth, int second, string expected)
    {
        DiffOGException refused = Assert.Throws<DiffOGException>(() => new TrajectoryProgram(new LayerSettings(LayerObjective.Linear, smooth, second == 1 ? [1, 1] : [0, second]), 3, 2));
        Assert.Equal(("DOG1850", expected), (refused.Id, refused.Detail));
    }

    [Fact]
    public void Arrays_of_other_lengths_are_refused() => Assert.Throws<ArgumentException>(() =>
        new TrajectoryProgram(new LayerSettings(LayerObjective.Linear, 1, [0]), 3, 2).Assemble(new double[36], new double[5], LinearConstraints.None(6)));

    private static void CheckGradient(LayerObjective objective, double[] values, double smooth)
    {
        var program = new TrajectoryProgram(new LayerSettings(objective, smooth, [0]), 3, 2);
        double[] cost = PositiveDefinite(values[..36]), chunk = values[36..42], weights = values[42..];
        double Loss(double[] q, double[] a) => Solve(program.Assemble(q, a, LinearConstraints.None(6)), null).Zip(weights, (x, w) => x * w).Sum();
        QpProblem problem = program.Assemble(cost, chunk, LinearConstraints.None(6));
        ProgramGradient gradient = program.PullBack(problem, chunk, Gradient(problem, weights));
        const double h = 1e-6;
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal((Loss(cost, Moved(chunk, i, h)) - Loss(cost, Moved(chunk, i, -h))) / (2 * h), gradient.Chunk[i], 1e-6);
            for (int j = 0; j <= i; j++)
            {
                double difference = (Loss(Moved(cost, i, j, h), chunk) - Loss(Moved(cost, i, j, -h), chunk)) / (2 * h);
                Assert.Equal(difference, (i == j ? 1 : 2) * gradient.Cost[(i * 6) + j], 1e-6);
                Assert.Equal(gradient.Cost[(i * 6) + j], gradient.Cost[(j * 6) + i], 1e-12);
            }
        }
    }

    private static QpGradient Gradient(QpProblem problem, double[] weights)
    {
        double[] x = Solve(problem, null), u = Solve(problem, weights);
        return new QpGradient(new QpSolution(problem, QpStatus.Solved, x, []), [.. u.Select(v => -v)], [], []);
    }

    private static double[] Solve(QpProblem problem, double[]? right)
    {
        double[,] a = new double[6, 6];
        for (int i = 0; i < 36; i++)
            a[i / 6, i % 6] = problem.Q[i];
        return GaussianElimination.Solve(a, right ?? [.. problem.P.Select(p => -p)]);
    }

    private static double[] PositiveDefinite(double[] l) =>
        [.. from i in Enumerable.Range(0, 6) from j in Enumerable.Range(0, 6) select (i == j ? 1 : 0) + Enumerable.Range(0, 6).Sum(k => l[(i * 6) + k] * l[(j * 6) + k])];

    private static double[] Moved(double[] values, int i, double by) => [.. values.Select((v, k) => k == i ? v + by : v)];

    private static double[] Moved(double[] matrix, int i, int j, double by) => [.. matrix.Select((v, k) => k == (i * 6) + j || k == (j * 6) + i ? v + by : v)];
}
