using System.Diagnostics;
using DiffOG.Solvers;
using DiffOG.Solvers.Kernels;
using DiffOG.Testing.Problems;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>Measures, and writes one line a family.</summary>
internal static class Report
{
    private const int Problems = 60, Passes = 7, BatchSize = 128;

    internal static string Single(string name, LayerProblems family, IQpSolver solver)
    {
        QpProblem[] problems = Make(family, Problems);
        QpSolution[] solutions = [.. problems.Select(p => solver.Solve(p))];
        double cholesky = Median(BestEach(problems, CholeskyOf(problems)));
        double[] solve = BestEach(problems, i => solver.Solve(problems[i])), warm = BestEach(problems, i => solver.Solve(problems[i], solutions[i]));
        double[] gradient = BestEach(problems, i => solver.Differentiate(solutions[i], problems[i].P));
        return $"{name,-34}{problems[0].Variables,5}{problems[0].Constraints.Rows,5}{cholesky,13:F1}{Median(solve),10:F0}{Median(solve) / cholesky,8:F1}{solve.Order().ElementAt(Problems * 99 / 100),9:F0}"
            + $"{Median(warm),9:F0}{Median(gradient),13:F0}{Median([.. solutions.Select(s => (double)s.Iterations)]),7:F0}{solutions.Max(s => s.PrimalResidual),11:E1}{Failures(solutions)}";
    }

    internal static string Batch(string name, LayerProblems family, IQpSolver one, IQpSolver all)
    {
        QpProblem[] problems = Make(family, BatchSize);
        ReadOnlyMemory<double>[] losses = [.. problems.Select(p => (ReadOnlyMemory<double>)p.P)];
        IReadOnlyList<QpSolution> solutions = all.Solve(problems);
        (string What, Action<IQpSolver> Work)[] parts =
        [
            ("forward", s => s.Solve(problems)),
            ("backward", s => s.Differentiate(solutions, losses)),
        ];
        return string.Join(Environment.NewLine, parts.Select(part =>
        {
            double single = Best(() => part.Work(one)) / 1000, together = Best(() => part.Work(all)) / 1000;
            return $"{name + ", " + part.What,-34}{single,13:F1}{together,9:F1}{1000 * together / BatchSize,14:F0}{Failures(solutions)}";
        }));
    }

    /// <summary>A factorisation of Q as the solver does it, from a copy.</summary>
    private static unsafe Action<int> CholeskyOf(QpProblem[] problems)
    {
        int n = problems[0].Variables, size = DenseCholesky.Padded(n), leading = DenseCholesky.LeadingDimension(size);
        double[] copy = GC.AllocateArray<double>(size * leading, pinned: true), inverse = GC.AllocateArray<double>(size, pinned: true);
        double[] identity = new double[size * leading];
        for (int i = n; i < size; i++)
            identity[(i * leading) + i] = 1;
        return i =>
        {
            identity.CopyTo(copy, 0);
            for (int j = 0; j < n; j++)
                problems[i].Q.AsSpan((j * n) + j, n - j).CopyTo(copy.AsSpan((j * leading) + j));
            fixed (double* a = copy, d = inverse)
            {
                if (DenseCholesky.Factor(a, size, size, leading, d, 0) >= 0)
                    throw new InvalidOperationException("The cost is not positive definite.");
            }
        };
    }

    private static QpProblem[] Make(LayerProblems family, int count)
    {
        QpProblem[] problems = [.. Enumerable.Range(0, count).Select(family.Make)];
        foreach (QpProblem problem in problems)
            _ = problem.Constraints.Matrix;
        return problems;
    }

    private static double[] BestEach(QpProblem[] problems, Action<int> work) => [.. problems.Select((_, i) => Best(() => work(i)))];

    /// <summary>The shortest of several times [µs], after one that does not count.</summary>
    private static double Best(Action work)
    {
        work();
        double best = double.PositiveInfinity;
        for (int k = 0; k < Passes; k++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        return best;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static string Failures(IReadOnlyList<QpSolution> solutions) =>
        solutions.Count(s => s.Status != QpStatus.Solved) is var failed and > 0 ? $"  {failed} not solved" : "";
}
