using DiffOG.Constraints;
using DiffOG.Learning.Tests;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.InteriorPoint.Tests;

/// <summary>Neighbours, threads and warm starts change nothing.</summary>
public sealed class BatchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_batch_equals_single_solves_bit_for_bit(int threads)
    {
        QpProblem[] problems = Mixed();
        IQpSolver batched = Solvers.Create(new() { Threads = threads });
        QpSolution[] singles = [.. problems.Select(p => Solvers.Create(new()).Solve(p))];

        IReadOnlyList<QpSolution> solutions = batched.Solve(problems);
        ReadOnlyMemory<double>[] losses = [.. problems.Select(p => (ReadOnlyMemory<double>)p.P)];
        IReadOnlyList<QpGradient> gradients = batched.Differentiate(solutions, losses);

        for (int i = 0; i < problems.Length; i++)
        {
            Assert.Equal(singles[i].X, solutions[i].X);
            Assert.Equal(singles[i].Multipliers, solutions[i].Multipliers);
            Assert.Equal((singles[i].Status, singles[i].Iterations, singles[i].PrimalResidual), (solutions[i].Status, solutions[i].Iterations, solutions[i].PrimalResidual));
            Assert.Equal(Solvers.Default.Differentiate(singles[i], losses[i]).Q, gradients[i].Q);
        }
    }

    [Fact]
    public void One_solver_serves_several_threads_at_once()
    {
        QpProblem[] problems = Mixed();
        double[][] expected = [.. problems.Select(p => Solvers.Default.Solve(p).X)];
        IQpSolver shared = Solvers.Create(new());

        double[][][] all = [.. Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(4).Select(_ => shared.Solve(problems).Select(s => s.X).ToArray())];

        Assert.All(all, one => Assert.Equal(expected, one));
    }

    [Fact]
    public void Bad_problems_end_in_a_status_and_leave_neighbours_alone()
    {
        QpProblem good = Layer(7), nan = good with { P = [double.NaN, .. good.P[1..]] }, concave = good with { Q = [.. good.Q.Select(q => -q)] };
        var contradiction = good with { Constraints = new LinearConstraints(105, new BoxBlock(105, [3], [1], [9]), new BoxBlock(105, [3], [-9], [-1])) };

        IReadOnlyList<QpSolution> solutions = Solvers.Default.Solve([nan, good, concave, contradiction, good]);

        Assert.Equal([QpStatus.InvalidInput, QpStatus.Solved, QpStatus.NotConvex, QpStatus.Infeasible, QpStatus.Solved], solutions.Select(s => s.Status));
        Assert.Equal(Solvers.Default.Solve(good).X, solutions[1].X);
        Assert.Equal(solutions[1].X, solutions[4].X);
    }

    [Fact]
    public void Warm_starts_give_the_same_answer_in_fewer_iterations()
    {
        QpProblem problem = Layer(1);
        QpSolution cold = Solvers.Default.Solve(problem), other = Solvers.Default.Solve(Layer(2)), small = Solvers.Default.Solve(new LayerProblems(3, 2, CostKind.Trained, 4).Make(1));

        QpSolution own = Solvers.Default.Solve(problem, cold);

        Assert.Equal(0, own.Iterations);
        Close.To(cold.X, own.X, 1e-13);
        Close.To(cold.X, Solvers.Default.Solve(problem, other).X, 1e-12);
        Assert.Equal(cold.X, Solvers.Default.Solve(problem, small).X);
    }

    [Fact]
    public void As_many_warm_starts_as_problems_are_needed() =>
        Assert.Throws<ArgumentException>(() => Solvers.Default.Solve([Layer(1)], [null, null]));

    [Fact]
    public void An_empty_batch_has_an_empty_answer()
    {
        Assert.Empty(Solvers.Default.Solve([]));
        Assert.Empty(Solvers.Default.Differentiate([], []));
    }

    [Theory]
    [InlineData(LayerRows.Speed)]
    [InlineData(LayerRows.HalfSpaces)]
    public void A_control_loop_allocates_nothing(LayerRows rows)
    {
        IQpSolver solver = Solvers.Create(new() { Threads = 1 });
        LayerProblems family = new(8, 3, CostKind.Trained, 4) { Rows = rows };
        QpProblem[] problems = [.. Enumerable.Range(0, 5).Select(family.Make)];
        var result = new QpSolution(problems[0]);
        void Loop()
        {
            foreach (QpProblem problem in problems)
                solver.Solve(problem, result, result);
        }
        Loop();
        Loop();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Loop();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(QpStatus.Solved, result.Status);
    }

    [Fact]
    public void A_gradient_allocates_little_more_than_its_vectors()
    {
        IQpSolver solver = Solvers.Create(new() { Threads = 1 });
        QpSolution solution = solver.Solve(Layer(1));
        solver.Differentiate(solution, solution.Problem.P);

        long before = GC.GetAllocatedBytesForCurrentThread();
        solver.Differentiate(solution, solution.Problem.P);

        // 105 and twice 90 doubles, and some objects.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3072);
    }

    [Fact]
    public void A_result_may_be_its_own_warm_start()
    {
        QpProblem first = Layer(1), second = Layer(2);
        var result = new QpSolution(first);
        Solvers.Default.Solve(first, null, result);

        Solvers.Default.Solve(second, result, result);

        Assert.Same(second, result.Problem);
        Optimality.Holds(result);
        Close.To(Solvers.Default.Solve(second).X, result.X, 1e-12);
    }

    private static QpProblem Layer(int seed) => new LayerProblems(15, 7, CostKind.Trained, 4).Make(seed);

    /// <summary>Sizes go up and down, so that a workspace is used again by smaller and larger problems.</summary>
    private static QpProblem[] Mixed() =>
    [
        .. Enumerable.Range(0, 12).Select(i => new LayerProblems(3 + (i * 5 % 12), 2 + (i % 4), i % 3 == 0 ? CostKind.Untrained : CostKind.Trained, i % 2 * 4).Make(i)),
    ];
}
