using DiffOG.Constraints;
using DiffOG.Solvers.TorchInteriorPoint.Method;
using DiffOG.Testing.Problems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Solvers.TorchInteriorPoint.Tests;

/// <summary>Neighbours, threads, the size of a piece and warm starts change nothing.</summary>
public sealed class BatchTests
{
    private static readonly QpProblem Good = new LayerProblems(7, 3, CostKind.Trained, 4).Make(7);

    [Theory]
    [InlineData(true, 512)]
    [InlineData(true, 5)]
    [InlineData(false, 512)]
    [InlineData(false, 5)]
    public void A_batch_equals_single_solves_bit_for_bit(bool polish, int maxBatch)
    {
        QpProblem[] problems = Mixed();
        IQpSolver solver = Solvers.Create(new() { Polish = polish, MaxBatch = maxBatch });
        ReadOnlyMemory<double>[] losses = [.. problems.Select(p => (ReadOnlyMemory<double>)p.P)];
        IReadOnlyList<QpSolution> solutions = solver.Solve(problems);
        IReadOnlyList<QpGradient> gradients = solver.Differentiate(solutions, losses);

        for (int i = 0; i < problems.Length; i++)
        {
            QpSolution single = solver.Solve(problems[i]);
            QpGradient gradient = solver.Differentiate(single, losses[i]);
            Assert.Equal(single.X, solutions[i].X);
            Assert.Equal(single.Multipliers, solutions[i].Multipliers);
            Assert.Equal((single.Status, single.Iterations, single.PrimalResidual), (solutions[i].Status, solutions[i].Iterations, solutions[i].PrimalResidual));
            Assert.Equal(gradient.P, gradients[i].P);
            Assert.Equal(gradient.Upper, gradients[i].Upper);
        }
    }

    [Fact]
    public void The_order_of_a_batch_does_not_matter()
    {
        QpProblem[] problems = Mixed();

        IReadOnlyList<QpSolution> forwards = Solvers.Default.Solve(problems), backwards = Solvers.Default.Solve([.. problems.Reverse()]);

        Assert.Equal(forwards.Select(s => s.X), backwards.Reverse().Select(s => s.X));
    }

    [Fact]
    public void Threads_do_not_change_finished_answers()
    {
        // Large enough for the threads of a factorisation.
        QpProblem[] problems = [.. Enumerable.Range(0, 3).Select(new LayerProblems(24, 7, CostKind.Trained, 4).Make)];
        double[][] one = [.. Solvers.Create(new() { Threads = 1 }).Solve(problems).Select(s => s.X)], two;
        int before = get_num_threads();
        set_num_threads(2);
        try
        {
            two = [.. Solvers.Create(new() { Threads = 2 }).Solve(problems).Select(s => s.X)];
        }
        finally
        {
            set_num_threads(before);
        }
        Assert.Equal(one, two);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(24, 16)]
    [InlineData(64, 48)]
    [InlineData(112, 96)]
    public void Operations_on_a_problem_do_not_depend_on_its_neighbours(int n, int m)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(1);
        Tensor Normal(params long[] shape) => randn(shape, ScalarType.Float64, generator: generator);
        Tensor g = Normal(17, m, n), root = Normal(17, n, n), x = Normal(17, n), y = Normal(17, m);
        Tensor q = bmm(root, root.transpose(1, 2)) + eye(n, dtype: ScalarType.Float64);
        Tensor[] all = Operations(q, g, x, y);

        for (int i = 0; i < 17; i++)
        {
            Tensor[] single = Operations(Only(q, i), Only(g, i), Only(x, i), Only(y, i));
            for (int k = 0; k < all.Length; k++)
                Assert.True(all[k][i].equal(single[k][0]).all().item<bool>(), $"Operation {k} of problem {i}.");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bad_problems_end_in_a_status_and_leave_neighbours_alone(bool polish)
    {
        IQpSolver solver = Solvers.Create(new() { Polish = polish });
        int n = Good.Variables;
        QpProblem nan = Good with { P = [double.NaN, .. Good.P[1..]] }, concave = Good with { Q = [.. Good.Q.Select(q => -q)] };
        var contradiction = Good with { Constraints = new LinearConstraints(n, Box(n, [.. Enumerable.Repeat(0, 9)], 1, 9), Box(n, [.. Enumerable.Repeat(0, 9)], -9, -1)) };
        QpSolution alone = solver.Solve(Good);

        IReadOnlyList<QpSolution> solutions = solver.Solve([nan, Good, concave, contradiction, Good]);
        IReadOnlyList<QpGradient> gradients = solver.Differentiate(solutions, [.. solutions.Select(_ => (ReadOnlyMemory<double>)Good.P)]);

        Assert.Equal([QpStatus.InvalidInput, QpStatus.Solved, QpStatus.NotConvex, QpStatus.Infeasible, QpStatus.Solved], solutions.Select(s => s.Status));
        Assert.Equal("Element 0 of p is NaN.", solutions[0].Detail);
        Assert.All([1, 4], i => Assert.Equal((alone.X, alone.Iterations), (solutions[i].X, solutions[i].Iterations), (a, b) => a.Item1.SequenceEqual(b.Item1) && a.Item2 == b.Item2));
        Assert.All([0, 2, 3], i => Assert.All(gradients[i].P.Concat(gradients[i].Upper).Concat(gradients[i].Q), g => Assert.Equal(0, g)));
        Assert.Equal(solver.Differentiate(alone, Good.P).P, gradients[1].P);
    }

    [Fact]
    public void Numbers_that_break_down_on_the_way_touch_only_their_own_problem()
    {
        int n = Good.Variables;
        // No other size, so that all three share the device's tensors; the first overflows in its products.
        QpProblem huge = Good with { P = [.. Good.P.Select(p => 1e300 * p)], Q = [.. Good.Q.Select(q => 1e-300 * q)] };

        IReadOnlyList<QpSolution> solutions = Solvers.Unpolished.Solve([huge, Good, huge]);

        Assert.NotEqual(QpStatus.Solved, solutions[0].Status);
        Assert.Equal(Solvers.Unpolished.Solve(Good).X, solutions[1].X);
        Assert.Equal(n, solutions[0].X.Length);
    }

    [Fact]
    public void A_finished_problem_waits_for_nobody()
    {
        QpProblem slow = new LayerProblems(7, 3, CostKind.Untrained, 0, Scale: 10).Make(1);

        IReadOnlyList<QpSolution> together = Solvers.Unpolished.Solve([Good, slow]);

        Assert.True(together[0].Iterations < together[1].Iterations, $"{together[0].Iterations} and {together[1].Iterations} steps.");
        Assert.Equal(Solvers.Unpolished.Solve(Good).X, together[0].X);
    }

    [Fact]
    public void Warm_starts_change_nothing()
    {
        QpSolution cold = Solvers.Default.Solve(Good), other = Solvers.Default.Solve(new LayerProblems(7, 3, CostKind.Trained, 4).Make(8));

        Assert.Equal(cold.X, Solvers.Default.Solve(Good, other).X);
        Assert.Equal(cold.Iterations, Solvers.Default.Solve(Good, cold).Iterations);
    }

    [Fact]
    public void One_solver_serves_several_threads_at_once()
    {
        QpProblem[] problems = [.. Mixed().Take(4)];
        double[][] expected = [.. Solvers.Default.Solve(problems).Select(s => s.X)];

        double[][][] all = [.. Enumerable.Range(0, 4).AsParallel().WithDegreeOfParallelism(4).Select(_ => Solvers.Default.Solve(problems).Select(s => s.X).ToArray())];

        Assert.All(all, one => Assert.Equal(expected, one));
    }

    [Fact]
    public void Counts_that_do_not_fit_are_refused_and_empty_batches_are_not()
    {
        foreach (IQpSolver solver in new[] { Solvers.Default, Solvers.Unpolished })
        {
            Assert.Throws<ArgumentException>(() => solver.Solve([Good], [null, null]));
            Assert.Throws<ArgumentException>(() => solver.Differentiate([solver.Solve(Good)], [new double[3]]));
            Assert.Empty(solver.Solve([]));
            Assert.Empty(solver.Differentiate([], []));
        }
    }

    private static Tensor[] Operations(Tensor q, Tensor g, Tensor x, Tensor y)
    {
        Tensor system = Batched.Weighted(q, g, y * y), factor = linalg.cholesky_ex(system).L;
        return
        [
            Batched.Product(g, x), Batched.Product(q, x), Batched.Product(g.transpose(1, 2), y), system, factor,
            Batched.Solve(factor, x), Batched.Total(y), Batched.Largest(g),
        ];
    }

    private static Tensor Only(Tensor all, int problem) => all.narrow(0, problem, 1).clone();

    private static BoxBlock Box(int n, int[] indices, double lower, double upper) =>
        new(n, indices, [.. indices.Select(_ => lower)], [.. indices.Select(_ => upper)]);

    /// <summary>Several of each size; odd sizes, whose rows begin anywhere on a cache line unless padded, and different ones that share a padded size.</summary>
    private static QpProblem[] Mixed()
    {
        (int Steps, int Dimensions)[] sizes = [(11, 3), (4, 2), (7, 5), (3, 2), (13, 2)];
        return [.. Enumerable.Range(0, 30).Select(i => new LayerProblems(sizes[i % 5].Steps, sizes[i % 5].Dimensions, i % 3 == 0 ? CostKind.Untrained : CostKind.Trained, i % 2 * 4).Make(i))];
    }
}
