using DiffOG.Constraints;
using DiffOG.Learning.Tests;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Admm.Tests;

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
            Same(singles[i], solutions[i]);
            Assert.Equal(Solvers.Create(new()).Differentiate(singles[i], losses[i]).Q, gradients[i].Q);
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
        Same(Solvers.Create(new()).Solve(good), solutions[1]);
        Same(solutions[1], solutions[4]);
    }

    [Fact]
    public void Warm_starts_give_the_same_answer_without_a_step()
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
    public void Warm_starts_of_the_splitting_alone_save_steps()
    {
        QpProblem problem = Layer(1);
        QpSolution cold = Solvers.Plain.Solve(problem), warm = Solvers.Plain.Solve(problem, cold);

        Assert.True(warm.Iterations < cold.Iterations / 2, $"{warm.Iterations} after {cold.Iterations}");
        Close.To(cold.X, warm.X, 1e-7);
    }

    [Fact]
    public void A_warm_start_that_is_not_a_number_is_left_out()
    {
        QpProblem problem = Layer(1);
        foreach (IQpSolver solver in new[] { Solvers.Default, Solvers.Plain })
        {
            QpSolution cold = solver.Solve(problem);
            double[] x = [.. cold.X], y = [.. cold.Multipliers];
            x[3] = double.NaN;
            y[4] = double.NaN;

            Same(cold, solver.Solve(problem, new QpSolution(problem, QpStatus.Solved, cold.X, y)), solver == Solvers.Plain);
            Same(cold, solver.Solve(problem, new QpSolution(problem, QpStatus.Solved, x, cold.Multipliers)), solver == Solvers.Plain);
        }
    }

    [Fact]
    public void As_many_warm_starts_as_problems_are_needed() =>
        Assert.Throws<ArgumentException>(() => Solvers.Default.Solve([Layer(1)], [null, null]));

    [Fact]
    public void As_many_gradients_as_solutions_are_needed() =>
        Assert.Throws<ArgumentException>(() => Solvers.Default.Differentiate([Solvers.Default.Solve(Layer(1))], [new double[3]]));

    [Fact]
    public void An_empty_batch_has_an_empty_answer()
    {
        Assert.Empty(Solvers.Default.Solve([]));
        Assert.Empty(Solvers.Default.Differentiate([], []));
    }

    [Fact]
    public void A_solve_into_a_result_allocates_nothing_once_the_size_is_known()
    {
        IQpSolver solver = Solvers.Create(new() { Threads = 1 });
        QpProblem[] problems = [.. Enumerable.Range(1, 6).Select(i => i < 4 ? Layer(i) : HalfSpaces(i))];
        QpSolution[] results = [.. problems.Select(p => new QpSolution(p))];
        void SolveAll(bool warm)
        {
            for (int i = 0; i < problems.Length; i++)
                solver.Solve(problems[i], warm ? results[i] : null, results[i]);
        }
        SolveAll(false);
        SolveAll(true);

        long before = GC.GetAllocatedBytesForCurrentThread();
        SolveAll(false);
        SolveAll(true);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.All(results, r => Assert.Equal(QpStatus.Solved, r.Status));
    }

    /// <summary>A warm start that is no start leaves nothing of itself behind; the finish may take its rows from it all the same.</summary>
    private static void Same(QpSolution expected, QpSolution actual, bool inEverything)
    {
        Assert.Equal(expected.X, actual.X);
        if (inEverything)
            Same(expected, actual);
    }

    internal static void Same(QpSolution expected, QpSolution actual)
    {
        Assert.Equal(expected.X, actual.X);
        Assert.Equal(expected.Multipliers, actual.Multipliers);
        Assert.Equal(
            (expected.Status, expected.Iterations, expected.PrimalResidual, expected.DualResidual, expected.ComplementarityGap, expected.Detail),
            (actual.Status, actual.Iterations, actual.PrimalResidual, actual.DualResidual, actual.ComplementarityGap, actual.Detail));
    }

    private static QpProblem Layer(int seed) => new LayerProblems(15, 7, CostKind.Trained, 4).Make(seed);

    private static QpProblem HalfSpaces(int seed) => new LayerProblems(16, 7, CostKind.Untrained, 0) { Rows = LayerRows.HalfSpaces }.Make(seed);

    /// <summary>Sizes go up and down, so that a workspace is used again by smaller and larger problems.</summary>
    private static QpProblem[] Mixed() =>
    [
        .. Enumerable.Range(0, 12).Select(i => new LayerProblems(3 + (i * 5 % 12), 2 + (i % 4), i % 3 == 0 ? CostKind.Untrained : CostKind.Trained, i % 2 * 4) { Rows = (LayerRows)(i % 4) }.Make(i)),
    ];
}
