using DiffOG.Solvers;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>A batch as training has it: forward, and forward with the gradients of all costs written into one buffer.</summary>
internal static class BatchTable
{
    private const int Size = 128;
    private static readonly Family Layer = new("P 16x7", 16, 7);

    internal static void Write(Choices choices, Clock clock, IQpSolver executed)
    {
        QpProblem[] problems = [.. Sequence.Make(Layer, Size, executed).Select(i => i.Problem)];
        var table = new Table(
            choices.Format,
            $"Batch of {Size} at {Layer.Name}, from Q̂; ms, medians and the shortest; both: forward, backward, and dL/dQ of all written into [B, n, n]",
            1,
            "solver", "threads", "forward", "shortest", "both", "shortest", "µs a problem", "MB", "KKT", "unsolved");
        foreach (MeasuredSolver solver in SolverList.Of(Parts.Batch, choices))
        {
            foreach (int threads in new[] { 1, 2 })
                Row(table, clock, problems, solver, threads);
        }
    }

    private static void Row(Table table, Clock clock, QpProblem[] problems, MeasuredSolver measured, int threads)
    {
        TorchSharp.torch.set_num_threads(threads);
        IQpSolver solver = measured.Make(threads);
        var work = new TrainingStep(solver, problems, threads);
        double[] forward = clock.Series(() => work.Forward()), both = clock.Series(work.Both);
        IReadOnlyList<QpSolution> solutions = work.Forward();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        work.Both();
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        table.Add(
            measured.Id, threads, Clock.Median(forward) / 1000, forward[0] / 1000, Clock.Median(both) / 1000, both[0] / 1000, Clock.Median(both) / problems.Length,
            allocated / 1e6, solutions.Where(s => s.HasPoint).Select(Errors.Of).Aggregate(default(Errors), (a, b) => a.Or(b)).Optimality, solutions.Count(s => s.Status != QpStatus.Solved));
    }
}
