using CsCheck;
using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Agreement.Tests;

/// <summary>Every solver against every other, on everything that layers and users pose.</summary>
public sealed class AgreementTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    public static TheoryData<CostKind, double, double, double> Costs
    {
        get
        {
            var costs = new TheoryData<CostKind, double, double, double>();
            foreach (CostKind kind in Enum.GetValues<CostKind>())
            {
                foreach ((double smooth, double scale, double limit) in new[] { (0, 1, 0.1), (4, 10, 0.02), (0, 1000, 0.1), (4, 1e-3, 1e-5) })
                    costs.Add(kind, smooth, scale, limit);
            }
            return costs;
        }
    }

    [Fact]
    public void On_problems_of_any_shape_structure_and_cost() =>
        Shapes(Gen.Enum<LayerRows>(), 160).Sample(
            shape => Agreement.Of(shape.Problems.Make(shape.Seed)),
            seed: Seed, iter: 40, threads: 1);

    [Fact]
    public void On_large_problems() =>
        Shapes(Gen.Bool.Select(b => b ? LayerRows.Speed : LayerRows.SpeedWithoutPast), 512).Where(s => s.Problems.Steps * s.Problems.Dimensions > 300).Sample(
            shape => Agreement.Of(shape.Problems.Make(shape.Seed)),
            seed: Seed, iter: 4, threads: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(64)]
    public void On_chunks_of_one_dimension(int steps)
    {
        QpProblem wide = new LayerProblems(steps, 2, CostKind.Initial, 0).Make(steps);
        int[] own = [.. Enumerable.Range(0, steps).Select(t => 2 * t)];
        double[] upper = [.. Enumerable.Repeat(0.1, steps)];
        DifferenceBlock rows = DifferenceBlock.Create(new DifferenceShape(steps, 1, 1, 1, [0]), [.. upper.Select(u => -u)], upper, new ActionChunk(1, 1, [0.3]));
        double[] q = [.. own.SelectMany(i => own.Select(j => wide.Q[(i * 2 * steps) + j]))];

        Agreement.Of(new QpProblem(q, [.. own.Select(i => wide.P[i])], new LinearConstraints(steps, rows)));
    }

    [Fact]
    public void On_any_rows_with_bounds_that_are_equal_or_at_infinity() => Gen.Int[0, 1_000_000].Sample(
        seed => Agreement.Of(Users(seed), 1e-7),
        seed: Seed, iter: 120, threads: 1);

    [Theory]
    [MemberData(nameof(Costs))]
    public void On_gradients_of_every_input(CostKind kind, double smooth, double scale, double limit)
    {
        for (int seed = 0; seed < 2; seed++)
        {
            var family = new LayerProblems(9, 4, kind, smooth, scale, limit) { Rows = seed == 0 ? LayerRows.Speed : LayerRows.HalfSpaces };
            QpProblem problem = family.Make(seed + 20);
            Agreement.OfGradients(problem, [.. problem.P.Select((_, i) => Math.Cos(i))], 1e-6);
        }
    }

    [Theory]
    [InlineData(1e2)]
    [InlineData(1e6)]
    [InlineData(1e10)]
    public void On_badly_conditioned_costs(double condition)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            QpProblem problem = new LayerProblems(10, 4, CostKind.Trained, 0) { Rows = seed % 2 == 0 ? LayerRows.Speed : LayerRows.SpeedAccelerationJerk }.Make(seed);
            var random = new Random(seed);
            double[] factor = [.. problem.P.Select(_ => Math.Pow(condition, 0.5 * (random.NextDouble() - 0.5)))];
            (factor[0], factor[^1]) = (Math.Pow(condition, -0.25), Math.Pow(condition, 0.25));
            double[] q = [.. problem.Q.Select((v, k) => v * factor[k / 40] * factor[k % 40])];
            Agreement.Of(problem with { Q = q }, 1e-6 + (1e-15 * condition));
        }
    }

    [Fact]
    public void On_bounds_that_all_bind_and_that_all_do_not()
    {
        foreach (LayerRows rows in Enum.GetValues<LayerRows>())
        {
            QpSolution loose = Agreement.Of(new LayerProblems(8, 3, CostKind.Trained, 4, 1, 1000) { Rows = rows }.Make(1));
            Assert.All(loose.Multipliers, y => Assert.Equal(0, y));
        }
        QpSolution tight = Agreement.Of(new LayerProblems(8, 3, CostKind.Trained, 4, 1, 1e-9).Make(1));
        Assert.DoesNotContain(0.0, tight.Multipliers);
    }

    [Fact]
    public void On_the_same_problem_with_its_variables_and_rows_renamed()
    {
        for (int seed = 0; seed < 4; seed++)
        {
            QpProblem problem = new LayerProblems(7, 4, CostKind.Untrained, seed) { Rows = seed % 2 == 0 ? LayerRows.Speed : LayerRows.HalfSpaces }.Make(seed);
            (QpProblem renamed, int[] place) = Renamed(problem, new Random(seed));
            double[] x = Agreement.Of(problem).X, moved = Agreement.Of(renamed).X;
            for (int i = 0; i < x.Length; i++)
                Assert.Equal(x[i], moved[place[i]], 1e-8);
        }
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e6)]
    public void On_the_same_problem_in_other_units(double unit)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            LayerProblems family = new(7, 4, CostKind.Initial, 4) { Rows = seed == 0 ? LayerRows.HalfSpaces : LayerRows.Speed };
            QpProblem problem = family.Make(seed);
            double[] x = Agreement.Of(problem).X;
            LinearConstraints rows = problem.Constraints;
            var scaled = new LinearConstraints(rows.Variables, new GeneralBlock(rows.Matrix, [.. rows.Lower.Select(l => l * unit)], [.. rows.Upper.Select(u => u * unit)]));
            double[] larger = Agreement.Of(problem with { P = [.. problem.P.Select(p => p * unit)], Constraints = scaled }, Math.Max(1e-8, 1e-11 / unit)).X;
            double[] dearer = Agreement.Of(problem with { P = [.. problem.P.Select(p => p * unit)], Q = [.. problem.Q.Select(q => q * unit)] }).X;
            for (int i = 0; i < x.Length; i++)
            {
                Assert.Equal(x[i], larger[i] / unit, 1e-8);
                Assert.Equal(x[i], dearer[i], 1e-8);
            }
        }
    }

    private static Gen<(LayerProblems Problems, int Seed)> Shapes(Gen<LayerRows> rows, int most) =>
        from dimensions in Gen.Int[2, 32]
        from steps in Gen.Int[1, Math.Min(64, most / dimensions)]
        from kind in Gen.Enum<CostKind>()
        from smooth in Gen.Bool.Select(b => b ? 4.0 : 0)
        from scale in Gen.Bool.Select(b => b ? 10.0 : 1)
        from limit in Gen.Bool.Select(b => b ? 0.02 : 0.1)
        from which in rows
        from seed in Gen.Int[0, 1_000_000]
        select (new LayerProblems(steps, dimensions, kind, smooth, scale, limit) { Rows = which }, seed);

    /// <summary>Random rows around a point that satisfies them, in a random definite cost.</summary>
    private static QpProblem Users(int seed)
    {
        var random = new Random(seed);
        int n = random.Next(1, 13), m = random.Next(0, 20);
        double[] inside = [.. Enumerable.Range(0, n).Select(_ => LayerProblems.Normal(random))], lower = new double[m], upper = new double[m];
        double[] g = [.. Enumerable.Range(0, m * n).Select(_ => LayerProblems.Normal(random))];
        for (int r = 0; r < m; r++)
        {
            double middle = Enumerable.Range(0, n).Sum(j => g[(r * n) + j] * inside[j]);
            bool equation = r < n / 3 && random.Next(3) == 0;
            lower[r] = equation ? middle : random.Next(3) == 0 ? double.NegativeInfinity : middle - random.NextDouble();
            upper[r] = equation ? middle : random.Next(3) == 0 ? double.PositiveInfinity : middle + random.NextDouble();
        }
        var rows = new GeneralBlock(new SparseRows(n, [.. Enumerable.Range(0, m + 1).Select(r => r * n)], [.. Enumerable.Range(0, m * n).Select(k => k % n)], g), lower, upper);
        double[] factor = [.. Enumerable.Range(0, n * n).Select(_ => LayerProblems.Normal(random))];
        return new QpProblem(LayerProblems.Gram(factor, n, 0.1), [.. inside.Select(_ => 5 * LayerProblems.Normal(random))], new LinearConstraints(n, rows));
    }

    /// <summary>Variable i becomes variable place[i], and rows stand in another order.</summary>
    private static (QpProblem Problem, int[] Place) Renamed(QpProblem problem, Random random)
    {
        (int n, LinearConstraints rows) = (problem.Variables, problem.Constraints);
        int[] place = [.. Enumerable.Range(0, n)], order = [.. Enumerable.Range(0, rows.Rows)];
        random.Shuffle(place);
        random.Shuffle(order);
        double[] q = new double[n * n], p = new double[n];
        for (int i = 0; i < n; i++)
        {
            p[place[i]] = problem.P[i];
            for (int j = 0; j < n; j++)
                q[(place[i] * n) + place[j]] = problem.Q[(i * n) + j];
        }
        List<int> starts = [0], indices = [];
        List<double> values = [];
        foreach (int r in order)
        {
            var entries = Enumerable.Range(rows.Matrix.Starts[r], rows.Matrix.Starts[r + 1] - rows.Matrix.Starts[r]).Select(k => (Column: place[rows.Matrix.Indices[k]], Value: rows.Matrix.Values[k])).OrderBy(e => e.Column).ToList();
            indices.AddRange(entries.Select(e => e.Column));
            values.AddRange(entries.Select(e => e.Value));
            starts.Add(indices.Count);
        }
        var block = new GeneralBlock(new SparseRows(n, [.. starts], [.. indices], [.. values]), [.. order.Select(r => rows.Lower[r])], [.. order.Select(r => rows.Upper[r])]);
        return (new QpProblem(q, p, new LinearConstraints(n, block)), place);
    }
}
