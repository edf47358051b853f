using DiffOG.Learning.Tests;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.ActiveSet.Tests;

/// <summary>Batches, threads, warm starts, and results that are used again.</summary>
public sealed class RepeatedUseTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_batch_equals_single_solves_bit_for_bit(int threads)
    {
        QpProblem[] problems = Mixed();
        ReadOnlyMemory<double>[] losses = [.. problems.Select(p => (ReadOnlyMemory<double>)p.P)];
        IQpSolver batched = Solvers.Create(new() { Threads = threads });

        IReadOnlyList<QpSolution> solutions = batched.Solve(problems);
        IReadOnlyList<QpGradient> gradients = batched.Differentiate(solutions, losses);

        for (int i = 0; i < problems.Length; i++)
        {
            IQpSolver fresh = Solvers.Create(new());
            QpSolution single = fresh.Solve(problems[i]);
            Assert.Equal(single.X, solutions[i].X);
            Assert.Equal(single.Multipliers, solutions[i].Multipliers);
            Assert.Equal((single.Status, single.Iterations, single.DualResidual), (solutions[i].Status, solutions[i].Iterations, solutions[i].DualResidual));
            Assert.Equal(fresh.Differentiate(single, losses[i]).Q, gradients[i].Q);
        }
    }

    [Fact]
    public void A_gradient_is_the_same_whether_the_factor_was_kept_or_not()
    {
        foreach (QpProblem problem in Mixed())
        {
            QpSolution kept = Solvers.Default.Solve(problem), bare = new(problem);
            Solvers.Default.Solve(problem, null, bare);

            Assert.NotNull(kept.Factor);
            Assert.Null(bare.Factor);
            Assert.Equal(Solvers.Default.Differentiate(kept, problem.P).P, Solvers.Default.Differentiate(bare, problem.P).P);
        }
    }

    [Fact]
    public void Kept_factors_outlive_other_batches_and_collections()
    {
        QpProblem[] problems = Mixed()[..12];
        ReadOnlyMemory<double>[] losses = [.. problems.Select(p => (ReadOnlyMemory<double>)p.P)];
        IQpSolver solver = Solvers.Create(new());
        IReadOnlyList<QpSolution> first = solver.Solve(problems);
        double[][] expected = [.. solver.Differentiate(first, losses).Select(g => g.P)];
        for (int k = 0; k < 5; k++)
        {
            solver.Solve([.. problems.Reverse()]);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(expected, solver.Differentiate(first, losses).Select(g => g.P));
    }

    [Fact]
    public void Solving_into_a_result_allocates_nothing_once_the_size_is_known()
    {
        QpProblem[] problems = [.. Enumerable.Range(0, 40).Select(s => new LayerProblems(16, 7, s % 2 == 0 ? CostKind.Trained : CostKind.Untrained, s % 4 < 2 ? 4 : 0).Make(s))];
        IQpSolver solver = Solvers.Create(new() { Threads = 1 });
        var result = new QpSolution(problems[0]);
        void Pass()
        {
            foreach (QpProblem problem in problems)
                solver.Solve(problem, result.HasPoint ? result : null, result);
        }
        Pass();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Pass();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_warm_start_never_changes_the_answer()
    {
        QpProblem[] problems = Mixed();
        QpSolution[] cold = [.. problems.Select(p => Solvers.Default.Solve(p))];
        foreach (QpSolution start in cold)
        {
            for (int i = 0; i < problems.Length; i++)
                Close.To(cold[i].X, Solvers.Default.Solve(problems[i], start).X, 1e-10);
        }
        Assert.All(problems.Zip(cold), p => Assert.Equal(1, Solvers.Default.Solve(p.First, p.Second).Iterations));
    }

    [Fact]
    public void A_warm_start_full_of_nonsense_does_no_harm()
    {
        QpProblem problem = Mixed()[0];
        double[] x = [.. Enumerable.Range(0, problem.Variables).Select(r => r % 3 == 0 ? double.NaN : r % 3 == 1 ? 1e300 : -1e300)], y = [.. Enumerable.Range(0, problem.Constraints.Rows).Select(r => r % 3 == 0 ? double.NaN : r % 3 == 1 ? 1e300 : -1e300)];

        QpSolution solution = Solvers.Default.Solve(problem, new QpSolution(problem, QpStatus.Solved, x, y));

        Close.To(Solvers.Default.Solve(problem).X, solution.X, 1e-10);
    }

    private static QpProblem[] Mixed() =>
    [
        .. Enumerable.Range(0, 6).Select(new LayerProblems(16, 7, CostKind.Trained, 4).Make),
        .. Enumerable.Range(0, 6).Select(new LayerProblems(16, 7, CostKind.Untrained, 0).Make),
        new LayerProblems(3, 2, CostKind.Trained, 4).Make(5),
        new LayerProblems(40, 7, CostKind.Initial, 4).Make(5),
    ];
}
