using CsCheck;
using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.InteriorPoint.Tests;

/// <summary>Everything a layer can pose, and what a user's rows can look like.</summary>
public sealed class RobustnessTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    public static TheoryData<CostKind, double, double, double> Families
    {
        get
        {
            var families = new TheoryData<CostKind, double, double, double>();
            foreach (CostKind kind in Enum.GetValues<CostKind>())
            {
                foreach (double smooth in new[] { 0.0, 4 })
                {
                    foreach ((double scale, double limit) in new[] { (1, 0.1), (1, 0.01), (1, 1e-5), (10, 0.1), (1000, 0.1), (1e-3, 0.1), (1e-3, 1e-4) })
                        families.Add(kind, smooth, scale, limit);
                }
            }
            return families;
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_problem_of_the_layer_is_solved_exactly(CostKind kind, double smooth, double scale, double limit)
    {
        var family = new LayerProblems(15, 7, kind, smooth, scale, limit);

        foreach (QpSolution solution in Solvers.Default.Solve([.. Enumerable.Range(0, 6).Select(family.Make)]))
            Optimality.Holds(solution);
    }

    [Theory]
    [InlineData(CostKind.Trained)]
    [InlineData(CostKind.Untrained)]
    public void Speed_acceleration_and_jerk_limits_together_are_solved(CostKind kind)
    {
        var family = new LayerProblems(16, 7, kind, 4);
        ActionChunk previous = new(3, 7, new double[21]);
        for (int seed = 0; seed < 6; seed++)
        {
            var rows = new LinearConstraints(112, family.Block(1, 0.1, previous.Slice(2, 1)), family.Block(2, 0.05, previous.Slice(1, 2)), family.Block(3, 0.04, previous));
            Optimality.Holds(Solvers.Default.Solve(family.Make(seed) with { Constraints = rows }));
        }
    }

    [Fact]
    public void Any_rows_that_leave_a_point_are_solved() => Problems.Sample(
        p => Optimality.Holds(Solvers.Default.Solve(p.Problem), 1e-8),
        seed: Seed, iter: 400);

    [Fact]
    public void Factorisations_hold_for_every_size()
    {
        for (int n = 1; n <= 140; n++)
        {
            var random = new Random(n);
            double[] q = LayerProblems.Gram([.. Enumerable.Range(0, n * n).Select(_ => LayerProblems.Normal(random))], n, 0.1);
            Optimality.Holds(Solvers.Default.Solve(new QpProblem(q, [.. Enumerable.Range(0, n).Select(i => Math.Cos(i))], LinearConstraints.None(n))), 1e-12);
        }
    }

    [Fact]
    public void Large_problems_are_solved()
    {
        var family = new LayerProblems(64, 8, CostKind.Trained, 4);

        Optimality.Holds(Solvers.Default.Solve(family.Make(3)));
    }

    [Fact]
    public void Contradictions_are_proved() => Contradictions.Sample(
        problem =>
        {
            QpSolution solution = Solvers.Default.Solve(problem);

            Assert.Equal(QpStatus.Infeasible, solution.Status);
            Assert.All(solution.X, x => Assert.True(double.IsNaN(x)));
            LinearConstraints rows = problem.Constraints;
            double worth = solution.Multipliers.Select((y, r) => y == 0 ? 0 : y * (y > 0 ? rows.Upper[r] : rows.Lower[r])).Sum();
            double[] pull = rows.Matrix.MultiplyTransposed(solution.Multipliers);
            Assert.True(worth < 0, $"The bounds are worth {worth}.");
            Assert.All(pull, e => Assert.InRange(e, 1e-6 * worth, -1e-6 * worth));
        },
        seed: Seed, iter: 200);

    [Fact]
    public void Nearly_contradicting_rows_are_still_solved()
    {
        // −1 ≤ x ≤ 1 and x ≥ 1 − 1e-7: a sliver is left.
        var rows = new LinearConstraints(1, new BoxBlock(1, [0], [-1], [1]), new BoxBlock(1, [0], [1 - 1e-7], [double.PositiveInfinity]));

        Optimality.Holds(Solvers.Default.Solve(new QpProblem([1], [0], rows)));
    }

    /// <summary>Random rows, some twice, some with one side or none, some with equal sides, around a point that satisfies them.</summary>
    private static readonly Gen<(QpProblem Problem, int Rows)> Problems =
        from n in Gen.Int[1, 20]
        from m in Gen.Int[0, 40]
        from seed in Gen.Int[0, int.MaxValue]
        select (Feasible(n, m, new Random(seed)), m);

    private static readonly Gen<QpProblem> Contradictions =
        from n in Gen.Int[1, 12]
        from m in Gen.Int[1, 12]
        from seed in Gen.Int[0, int.MaxValue]
        select Contradicting(n, m, new Random(seed));

    private static QpProblem Feasible(int n, int m, Random random)
    {
        double[] inside = [.. Enumerable.Range(0, n).Select(_ => LayerProblems.Normal(random))];
        double[] g = [.. Enumerable.Range(0, m * n).Select(_ => random.NextDouble() < 0.4 ? LayerProblems.Normal(random) : 0)];
        for (int r = 1; r < m; r++)
        {
            if (random.NextDouble() < 0.1)
                Array.Copy(g, (r - 1) * n, g, r * n, n);
        }
        double[] product = [.. Enumerable.Range(0, m).Select(r => Enumerable.Range(0, n).Sum(i => g[(r * n) + i] * inside[i]))];
        int equations = 0;
        (double Lower, double Upper)[] bounds = [.. product.Select(b => random.Next(8) switch
        {
            0 => (double.NegativeInfinity, b + (0.3 * random.NextDouble())),
            1 => (b - (0.3 * random.NextDouble()), double.PositiveInfinity),
            2 => (double.NegativeInfinity, double.PositiveInfinity),
            3 when equations++ < n / 3 => (b, b),
            _ => (b - 0.01 - (0.3 * random.NextDouble()), b + 0.01 + (0.3 * random.NextDouble())),
        })];
        return Problem(n, g, [.. bounds.Select(b => b.Lower)], [.. bounds.Select(b => b.Upper)], random);
    }

    /// <summary>m rows g_r x ≤ u_r, and one that a positive combination of them contradicts.</summary>
    private static QpProblem Contradicting(int n, int m, Random random)
    {
        double[] g = [.. Enumerable.Range(0, m * n).Select(_ => LayerProblems.Normal(random)), .. new double[n]], upper = [.. Enumerable.Range(0, m).Select(_ => LayerProblems.Normal(random)), 0];
        for (int r = 0; r < m; r++)
        {
            double y = 0.2 + random.NextDouble();
            for (int i = 0; i < n; i++)
                g[(m * n) + i] -= y * g[(r * n) + i];
            upper[m] -= y * upper[r];
        }
        upper[m] -= 0.1 + random.NextDouble();
        return Problem(n, g, [.. upper.Select(_ => double.NegativeInfinity)], upper, random);
    }

    private static QpProblem Problem(int n, double[] g, double[] lower, double[] upper, Random random)
    {
        int[] columns = [.. Enumerable.Range(0, g.Length).Where(k => g[k] != 0).Select(k => k % n)];
        int[] starts = [.. Enumerable.Range(0, upper.Length + 1).Select(r => g.Take(r * n).Count(v => v != 0))];
        var block = new GeneralBlock(new SparseRows(n, starts, columns, [.. g.Where(v => v != 0)]), lower, upper);
        double[] q = LayerProblems.Gram([.. Enumerable.Range(0, n * n).Select(_ => LayerProblems.Normal(random))], n, 0.01);
        return new QpProblem(q, [.. Enumerable.Range(0, n).Select(_ => 3 * LayerProblems.Normal(random))], new LinearConstraints(n, block));
    }
}
