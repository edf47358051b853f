using DiffOG.Constraints;
using DiffOG.Learning.Tests;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.InteriorPoint.Tests;

/// <summary>Where interior points run into trouble: no interior, bounds far away, rows that depend on each other, numbers of very different sizes.</summary>
public sealed class ExtremeTests
{
    public static TheoryData<LayerRows, double, double> Limits
    {
        get
        {
            var limits = new TheoryData<LayerRows, double, double>();
            foreach (LayerRows rows in new[] { LayerRows.SpeedAccelerationJerk, LayerRows.HalfSpaces })
            {
                foreach ((double scale, double limit) in new[] { (1, 0.1), (1000, 0.1), (1, 1e-5), (1000, 1e-5), (1e-3, 0.5) })
                    limits.Add(rows, scale, limit);
            }
            return limits;
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void Rows_of_three_orders_are_held_exactly(LayerRows rows, double scale, double limit)
    {
        foreach (CostKind kind in Enum.GetValues<CostKind>())
        {
            LayerProblems family = new(16, 5, kind, 4, scale, limit) { Rows = rows };
            for (int seed = 0; seed < 8; seed++)
            {
                QpSolution solution = Solvers.Default.Solve(family.Make(seed));

                Optimality.Holds(solution);
                Assert.InRange(solution.PrimalResidual, 0, 1e-12 * Math.Max(scale, solution.X.Max(Math.Abs)));
            }
        }
    }

    [Theory]
    [InlineData(1e12)]
    [InlineData(1e20)]
    [InlineData(1e30)]
    public void Bounds_far_away_do_not_matter(double far)
    {
        QpProblem near = new LayerProblems(6, 3, CostKind.Trained, 1).Make(4);
        double[] lower = [.. Enumerable.Repeat(-far, 18)], upper = [.. lower.Select(l => -l)];
        var rows = new LinearConstraints(18, [.. near.Constraints.Blocks, new BoxBlock(18, [.. Enumerable.Range(0, 18)], lower, upper)]);

        QpSolution solution = Solvers.Default.Solve(near with { Constraints = rows });

        Optimality.Holds(solution);
        Close.To(Solvers.Default.Solve(near).X, solution.X, 1e-12);
    }

    [Fact]
    public void An_equation_written_as_two_inequalities_is_solved_exactly()
    {
        var rows = new GeneralBlock(new SparseRows(2, [0, 2, 4], [0, 1, 0, 1], [1, 1, -2, -2]), [double.NegativeInfinity, double.NegativeInfinity], [1, -2]);

        QpSolution solution = Solvers.Default.Solve(new QpProblem([1, 0, 0, 2], [-3, 0], new LinearConstraints(2, rows)));

        Optimality.Holds(solution);
        Close.To([5.0 / 3, -2.0 / 3], solution.X, 1e-12);
    }

    [Fact]
    public void Rows_that_nearly_depend_on_each_other_are_solved_exactly()
    {
        // The third row is the sum of the first two, its bound 1e-9 below the sum of theirs: it binds, and one of them does not.
        var rows = new GeneralBlock(new SparseRows(2, [0, 1, 2, 4], [0, 1, 0, 1], [1, 1, 1, 1]), [-9, -9, -9], [1, 1, 2 - 1e-9]);

        QpSolution solution = Solvers.Default.Solve(new QpProblem([1, 0, 0, 1], [-5, -4], new LinearConstraints(2, rows)));

        Optimality.Holds(solution, 1e-12);
        Assert.Equal(1, solution.X[0], 12);
        Assert.Equal(1 - 1e-9, solution.X[1], 12);
    }

    [Fact]
    public void More_active_rows_than_variables_are_solved()
    {
        // Every row passes through (1, 1), which the cost pushes against.
        double[] angles = [.. Enumerable.Range(0, 20).Select(k => 0.05 + (k * 0.07))], values = [.. angles.SelectMany(a => new[] { Math.Cos(a), Math.Sin(a) })];
        var matrix = new SparseRows(2, [.. Enumerable.Range(0, 21).Select(r => 2 * r)], [.. Enumerable.Range(0, 40).Select(k => k % 2)], values);
        var rows = new GeneralBlock(matrix, [.. angles.Select(_ => double.NegativeInfinity)], [.. angles.Select(a => Math.Cos(a) + Math.Sin(a))]);

        QpSolution solution = Solvers.Default.Solve(new QpProblem([1, 0, 0, 1], [-5, -4], new LinearConstraints(2, rows)));

        Optimality.Holds(solution, 1e-9);
        Close.To([1, 1], solution.X, 1e-9);
    }

    [Theory]
    [InlineData(1e4)]
    [InlineData(1e7)]
    [InlineData(1e10)]
    public void Badly_conditioned_costs_are_solved_exactly(double condition)
    {
        const int n = 24;
        var random = new Random(5);
        double[] factor = [.. Enumerable.Range(0, n * n).Select(_ => LayerProblems.Normal(random))], q = new double[n * n];
        double[] basis = Orthonormal(factor, n);
        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < n * n; i++)
                q[i] += Math.Pow(condition, -k / (n - 1.0)) * basis[(k * n) + (i / n)] * basis[(k * n) + (i % n)];
        }
        double[] p = [.. Enumerable.Range(0, n).Select(i => Math.Cos(i))], bound = [.. Enumerable.Repeat(0.3, n)];
        var rows = new LinearConstraints(n, new BoxBlock(n, [.. Enumerable.Range(0, n)], [.. bound.Select(b => -b)], bound));

        Optimality.Holds(Solvers.Default.Solve(new QpProblem(q, p, rows)), 1e-12);
    }

    /// <summary>Gram and Schmidt, twice.</summary>
    private static double[] Orthonormal(double[] rows, int n)
    {
        for (int k = 0; k < n; k++)
        {
            for (int j = 0; j < 2 * k; j++)
            {
                int other = j % k;
                double dot = Enumerable.Range(0, n).Sum(i => rows[(k * n) + i] * rows[(other * n) + i]);
                for (int i = 0; i < n; i++)
                    rows[(k * n) + i] -= dot * rows[(other * n) + i];
            }
            double length = Math.Sqrt(Enumerable.Range(0, n).Sum(i => rows[(k * n) + i] * rows[(k * n) + i]));
            for (int i = 0; i < n; i++)
                rows[(k * n) + i] /= length;
        }
        return rows;
    }
}
