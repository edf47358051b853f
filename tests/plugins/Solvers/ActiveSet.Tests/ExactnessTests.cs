using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Learning.Tests;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.ActiveSet.Tests;

/// <summary>Everything that a layer can pose, and everything else that is a box in disguise.</summary>
public sealed class ExactnessTests
{
    public static TheoryData<CostKind, double, double, double> Families
    {
        get
        {
            var families = new TheoryData<CostKind, double, double, double>();
            foreach (CostKind kind in Enum.GetValues<CostKind>())
            {
                foreach (double smooth in new[] { 0.0, 4 })
                {
                    foreach ((double scale, double limit) in new[] { (1, 0.1), (1, 0.02), (1, 1e-5), (10, 0.1), (1000, 0.1), (1e-3, 0.1), (1e-3, 1e-4) })
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

        foreach (QpSolution solution in Solvers.Default.Solve([.. Enumerable.Range(0, 12).Select(family.Make)]))
        {
            Optimality.Holds(solution);
            Assert.InRange(solution.PrimalResidual, 0, 1e-12 * Math.Max(1, scale));
        }
    }

    [Fact]
    public void Shapes_of_all_sizes_are_solved_exactly()
    {
        var random = new Random(1);
        for (int k = 0; k < 60; k++)
        {
            int dimensions = random.Next(2, 33), steps = random.Next(1, Math.Min(64, 512 / dimensions) + 1);
            var family = new LayerProblems(steps, dimensions, (CostKind)random.Next(3), 4 * (k % 2))
            {
                Rows = random.Next(2) == 0 ? LayerRows.Speed : LayerRows.SpeedWithoutPast,
            };
            Optimality.Holds(Solvers.Default.Solve(family.Make(k)));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Limits_on_acceleration_or_jerk_alone_are_a_box_too(int order)
    {
        var family = new LayerProblems(16, 3, CostKind.Trained, 4);
        var previous = new ActionChunk(3, 3, [0.1, 0.2, 0, 0.12, 0.2, 0, 0.13, 0.2, 0]);
        for (int known = 0; known <= order; known++)
        {
            var rows = new LinearConstraints(48, family.Block(order, 0.05, known == 0 ? null : previous.Slice(3 - known, known)));
            for (int seed = 0; seed < 10; seed++)
            {
                QpProblem problem = family.Make(seed) with { Constraints = rows };
                QpSolution solution = Solvers.Default.Solve(problem);
                Optimality.Holds(solution, 1e-9);
                Close.To(Solvers.Reference.Solve(problem).X, solution.X, 1e-8);
            }
        }
    }

    [Fact]
    public void Limits_on_differences_and_on_what_they_leave_out_combine()
    {
        var family = new LayerProblems(10, 4, CostKind.Trained, 4);
        int[] gripper = [.. Enumerable.Range(0, 10).Select(t => (4 * t) + 3)];
        var box = new BoxBlock(40, gripper, [.. gripper.Select(_ => -0.3)], [.. gripper.Select(_ => double.PositiveInfinity)]);
        for (int seed = 0; seed < 20; seed++)
        {
            QpProblem plain = family.Make(seed);
            QpSolution solution = Solvers.Default.Solve(plain with { Constraints = new LinearConstraints(40, [.. plain.Constraints.Blocks, box]) });
            Optimality.Holds(solution);
            Assert.All(gripper, i => Assert.True(solution.X[i] >= -0.3));
        }
    }

    [Fact]
    public void Rows_that_end_at_different_variables_are_a_box_whatever_they_are()
    {
        foreach (int seed in Enumerable.Range(0, 200).Append(751940))
        {
            QpProblem problem = Lower(seed);
            Assert.Null(Solvers.Default.Refuses(problem.Constraints));
            QpSolution solution = Solvers.Default.Solve(problem), other = Solvers.Reference.Solve(problem);
            Optimality.Holds(solution, 1e-9);
            Assert.True(other.Status == QpStatus.Solved, $"seed {seed}: {other.Status} {other.Detail}");
            Close.To(other.X, solution.X, 1e-7);
        }
    }

    [Theory]
    [InlineData(1e2)]
    [InlineData(1e6)]
    [InlineData(1e10)]
    public void Conditioning_does_not_matter(double condition)
    {
        var family = new LayerProblems(12, 4, CostKind.Trained, 0);
        for (int seed = 0; seed < 20; seed++)
        {
            QpProblem problem = family.Make(seed);
            double[] stretched = Stretched(problem.Q, condition, seed);
            Optimality.Holds(Solvers.Default.Solve(problem with { Q = stretched }), 1e-9);
        }
    }

    [Fact]
    public void Renaming_the_dimensions_renames_the_solution()
    {
        var family = new LayerProblems(12, 5, CostKind.Untrained, 4);
        int[] order = [2, 0, 3, 1, 4];
        int[] place = [.. Enumerable.Range(0, 60).Select(i => ((i / 5) * 5) + order[i % 5])];
        for (int seed = 0; seed < 10; seed++)
        {
            QpProblem problem = family.Make(seed);
            double[] q = new double[3600], p = [.. place.Select(i => problem.P[i])];
            for (int i = 0; i < 60; i++)
            {
                for (int j = 0; j < 60; j++)
                    q[(i * 60) + j] = problem.Q[(place[i] * 60) + place[j]];
            }
            var block = (DifferenceBlock)problem.Constraints.Blocks[0];
            int[] row = [.. Enumerable.Range(0, 48).Select(r => ((r / 4) * 4) + order[r % 4])];
            var moved = new GeneralBlock(block_matrix(block), [.. row.Select(r => block.RowLower[r])], [.. row.Select(r => block.RowUpper[r])]);
            double[] x = Solvers.Default.Solve(problem).X, y = Solvers.Default.Solve(new QpProblem(q, p, new LinearConstraints(60, moved))).X;
            Close.To([.. place.Select(i => x[i])], y, 1e-10);
        }

        static SparseRows block_matrix(DifferenceBlock block) => new LinearConstraints(60, block).Matrix;
    }

    [Fact]
    public void All_rows_may_bind_and_none_may()
    {
        var family = new LayerProblems(16, 7, CostKind.Trained, 4);
        QpProblem problem = family.Make(1);
        QpSolution tight = Solvers.Default.Solve(With(family, problem, 1e-9)), loose = Solvers.Default.Solve(With(family, problem, 100));

        Optimality.Holds(tight);
        Optimality.Holds(loose);
        Assert.DoesNotContain(0.0, tight.Multipliers);
        Assert.All(loose.Multipliers, y => Assert.Equal(0, y));
        Assert.Equal(1, loose.Iterations);
    }

    [Fact]
    public void The_safeguards_are_reached_and_find_the_solution()
    {
        var family = new LayerProblems(16, 7, CostKind.Untrained, 0, 1, 0.02);
        IQpSolver unguided = Solvers.Create(new() { Sweeps = 0 });
        QpSolution[] solutions = [.. Enumerable.Range(0, 60).Select(s => unguided.Solve(family.Make(s)))];

        Assert.All(solutions, s => Optimality.Holds(s));
        Assert.Contains(solutions, s => s.Iterations > 12);
    }

    private static QpProblem With(LayerProblems family, QpProblem problem, double limit) =>
        problem with { Constraints = new LinearConstraints(112, family.Block(1, limit, new ActionChunk(1, 7, new double[7]))) };

    /// <summary>Random rows, each ending at another of twelve variables, some one-sided, some negative at the end, some twice.</summary>
    private static QpProblem Lower(int seed)
    {
        const int n = 12;
        var random = new Random(seed);
        List<int> starts = [0], indices = [];
        List<double> values = [], lower = [], upper = [];
        for (int i = 0; i < n; i++)
        {
            if (random.Next(4) == 0)
                continue;
            int[] columns = [.. Enumerable.Range(0, i).Where(_ => random.Next(3) == 0), i];
            double[] row = [.. columns.Select(c => c == i ? (random.Next(2) == 0 ? 1.5 : -2) : random.NextDouble() - 0.5)];
            for (int twice = 0; twice <= random.Next(2); twice++)
            {
                double factor = twice == 0 ? 1 : -2, middle = random.NextDouble() - 0.5;
                indices.AddRange(columns);
                values.AddRange(row.Select(v => factor * v));
                starts.Add(indices.Count);
                lower.Add(random.Next(4) == 0 ? double.NegativeInfinity : middle - 2);
                upper.Add(random.Next(4) == 0 ? double.PositiveInfinity : middle + 2);
            }
        }
        double[] factors = [.. Enumerable.Range(0, n * n).Select(_ => LayerProblems.Normal(random))];
        double[] p = [.. Enumerable.Range(0, n).Select(_ => 10 * LayerProblems.Normal(random))];
        var rows = new GeneralBlock(new SparseRows(n, [.. starts], [.. indices], [.. values]), [.. lower], [.. upper]);
        return new QpProblem(LayerProblems.Gram(factors, n, 0.1), p, new LinearConstraints(n, rows));
    }

    /// <summary>Scales variables so that the condition number of Q becomes about what is wanted.</summary>
    private static double[] Stretched(double[] q, double condition, int seed)
    {
        int n = (int)Math.Sqrt(q.Length);
        var random = new Random(seed);
        double[] factor = [.. Enumerable.Range(0, n).Select(_ => Math.Pow(condition, 0.5 * (random.NextDouble() - 0.5)))];
        return [.. q.Select((v, k) => v * factor[k / n] * factor[k % n])];
    }
}
