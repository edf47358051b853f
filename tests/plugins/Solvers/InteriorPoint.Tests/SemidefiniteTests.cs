using CsCheck;
using DiffOG.Constraints;
using DiffOG.Learning.Tests;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.InteriorPoint.Tests;

/// <summary>Costs with flat directions: solved where rows hold x, and otherwise found out.</summary>
public sealed class SemidefiniteTests
{
    private const string Seed = "0N0XIzNsQ0O2";
    private static readonly double[] Flat = new double[4];
    private static readonly LinearConstraints Unit = new(2, new BoxBlock(2, [0, 1], [0, 0], [1, 2]));

    [Fact]
    public void A_linear_program_is_solved()
    {
        QpSolution solution = Solvers.Default.Solve(new QpProblem(Flat, [-3, 5], Unit));

        Optimality.Holds(solution);
        Close.To([1, 0], solution.X, 1e-14);
        Close.To([3, -5], solution.Multipliers, 1e-13);
    }

    [Theory]
    [InlineData(1.0, 1.0, 1.0)]
    [InlineData(1.0, -2.0, 4.0)]
    [InlineData(0.0, 0.0, 3.0)]
    [InlineData(1e-200, 0.0, 0.0)]
    public void A_singular_cost_is_solved_where_rows_hold_the_rest(double a, double b, double c) =>
        Optimality.Holds(Solvers.Default.Solve(new QpProblem([a, b, b, c], [-1, -1], Unit)));

    [Fact]
    public void A_flat_direction_that_nothing_pulls_along_is_solved()
    {
        // ½ (x₀ + x₁)² − (x₀ + x₁): every point with x₀ + x₁ = 1 is a minimum.
        QpSolution solution = Solvers.Default.Solve(new QpProblem([1, 1, 1, 1], [-1, -1], LinearConstraints.None(2)));

        Optimality.Holds(solution);
        Assert.Equal(1, solution.X.Sum(), 1e-12);
    }

    [Fact]
    public void No_cost_at_all_leaves_any_feasible_point() =>
        Optimality.Holds(Solvers.Default.Solve(new QpProblem(Flat, [0, 0], new LinearConstraints(2, new BoxBlock(2, [0, 1], [1, 5], [2, 5])))));

    [Theory]
    [InlineData(0.0, 0.0, 0.0, -1.0, 0.0)]
    [InlineData(1.0, 1.0, 1.0, -1.0, 0.0)]
    [InlineData(1.0, 0.0, 0.0, 0.0, 1e-3)]
    public void A_cost_that_falls_without_end_is_unbounded(double a, double b, double c, double p, double q)
    {
        QpSolution solution = Solvers.Default.Solve(new QpProblem([a, b, b, c], [p, q], LinearConstraints.None(2)));

        Assert.Equal((QpStatus.Unbounded, "The cost falls without end in a direction that no row bounds."), (solution.Status, solution.Detail));
        Assert.All(solution.X, x => Assert.True(double.IsNaN(x)));
    }

    [Fact]
    public void Contradicting_rows_are_infeasible_even_where_the_cost_would_fall_without_end()
    {
        var rows = new LinearConstraints(2, new BoxBlock(2, [0, 0], [1, double.NegativeInfinity], [double.PositiveInfinity, 0]));

        Assert.Equal(QpStatus.Infeasible, Solvers.Default.Solve(new QpProblem(Flat, [0, -1], rows)).Status);
    }

    [Fact]
    public void Random_singular_costs_inside_boxes_are_solved() => Problems.Sample(
        problem => Optimality.Holds(Solvers.Default.Solve(problem), 1e-8),
        seed: Seed, iter: 300);

    [Fact]
    public void Random_costs_that_fall_along_a_free_direction_are_unbounded() => Falling.Sample(
        problem => Assert.Equal(QpStatus.Unbounded, Solvers.Default.Solve(problem).Status),
        seed: Seed, iter: 200);

    [Fact]
    public void Gradients_are_exact_where_active_rows_hold_every_flat_direction()
    {
        // ½ (x₀ + x₁)² − 2 x₀ with x₀ ≤ 1: x = (1, −1 + …) with x₀ + x₁ = 0.
        var problem = new QpProblem([1, 1, 1, 1], [-2, 0], new LinearConstraints(2, new BoxBlock(2, [0], [-5], [1])));

        QpSolution solution = Solvers.Default.Solve(problem);
        QpGradient gradient = Solvers.Default.Differentiate(solution, new double[] { 1, 10 });

        Close.To([1, -1], solution.X, 1e-12);
        Close.To([0, -10], gradient.P, 1e-9);
        Close.To([-9], gradient.Upper, 1e-9);
    }

    [Fact]
    public void Gradients_are_the_shortest_where_the_solution_is_one_of_many()
    {
        // ½ (x₀ + x₁)² − (x₀ + x₁): the shortest derivative of x with respect to p is −¼ of [1 1; 1 1].
        QpSolution solution = Solvers.Default.Solve(new QpProblem([1, 1, 1, 1], [-1, -1], LinearConstraints.None(2)));

        Close.To([-0.25, -0.25], Solvers.Default.Differentiate(solution, new double[] { 1, 0 }).P, 1e-5);
    }

    /// <summary>Q of any rank, every variable between bounds, and general rows around a point.</summary>
    private static readonly Gen<QpProblem> Problems =
        from n in Gen.Int[1, 15]
        from rank in Gen.Int[0, 15]
        from m in Gen.Int[0, 12]
        from seed in Gen.Int[0, int.MaxValue]
        select Make(n, rank, m, new Random(seed), 0);

    /// <summary>The same without bounds on single variables, with rows, Q and p that let one direction go.</summary>
    private static readonly Gen<QpProblem> Falling =
        from n in Gen.Int[2, 12]
        from rank in Gen.Int[0, 12]
        from m in Gen.Int[0, 8]
        from seed in Gen.Int[0, int.MaxValue]
        select Make(n, Math.Min(rank, n - 1), m, new Random(seed), 1);

    private static QpProblem Make(int n, int rank, int m, Random random, int free)
    {
        double[] Normal(int count) => [.. Enumerable.Range(0, count).Select(_ => LayerProblems.Normal(random))];
        double[] q = new double[n * n], inside = Normal(n), p = Normal(n), rows = Normal(m * n), lower = new double[m], upper = new double[m];
        for (int k = 0; k < rank; k++)
        {
            double[] v = Normal(n);
            v[0] *= 1 - free;
            for (int i = 0; i < n * n; i++)
                q[i] += v[i / n] * v[i % n];
        }
        for (int r = 0; r < m; r++)
        {
            if (free == 1)
                rows[r * n] = Math.Abs(rows[r * n]);
            double product = Enumerable.Range(0, n).Sum(i => rows[(r * n) + i] * inside[i]);
            (lower[r], upper[r]) = free == 1 ? (product - random.NextDouble(), double.PositiveInfinity) : (product - random.NextDouble(), product + random.NextDouble());
        }
        if (free == 1)
            p[0] = -0.1 - random.NextDouble();
        var general = new GeneralBlock(new SparseRows(n, [.. Enumerable.Range(0, m + 1).Select(r => r * n)], [.. Enumerable.Range(0, m * n).Select(k => k % n)], rows), lower, upper);
        int[] bounded = free == 1 ? [] : [.. Enumerable.Range(0, n)];
        var box = new BoxBlock(n, bounded, [.. bounded.Select(i => inside[i] - 1)], [.. bounded.Select(i => inside[i] + 1)]);
        return new QpProblem(q, p, new LinearConstraints(n, general, box));
    }
}
