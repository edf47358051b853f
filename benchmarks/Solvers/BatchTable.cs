using DiffOG.Solvers;
using static TorchSharp.torch;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>A batch as training has it: forward, and forward with the gradients of all costs written into one buffer.</summary>
/// <param name="choices">How it is written.</param>
/// <param name="clock">Takes the times.</param>
/// <param name="problems">[B].</param>
internal sealed class BatchTable(Choices choices, Clock clock, QpProblem[] problems)
{
    private const int Size = 128;
    private static readonly Family Layer = new("P 16x7", 16, 7);
    private readonly Dictionary<int, double> reference = [];
    private readonly Table table = new(
        choices.Format,
        $"Batch of {Size} at {Layer.Name}, from Q̂; ms, medians and shortest; both: forward, backward, and dL/dQ of all written into [B, n, n]",
        1,
        "solver", "threads", "forward", "forward min", "both", "both min", "faster", "MB", "violation", "KKT", "unsolved");

    internal static void Write(Choices choices, Clock clock, IQpSolver executed)
    {
        var batch = new BatchTable(choices, clock, [.. Sequence.Make(Layer, Size, executed).Select(i => i.Problem)]);
        foreach (MeasuredSolver solver in SolverList.Of(Parts.Batch, choices))
        {
            batch.Row(solver, 1);
            batch.Row(solver, 2);
        }
        set_num_threads(1);
    }

    private void Row(MeasuredSolver measured, int threads)
    {
        set_num_threads(threads);
        var work = new TrainingStep(measured.Make(threads), problems, threads);
        double[] forward = clock.Series(work.Forward), both = clock.Series(work.Both);
        double median = Clock.Median(both) / 1000;
        if (measured.Id == SolverList.Reference)
            reference[threads] = median;
        long before = GC.GetTotalAllocatedBytes(precise: true);
        work.Both();
        double megabytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / 1e6;
        Errors errors = work.Solutions.Where(s => s.HasPoint).Select(Errors.Of).Aggregate(default(Errors), (a, b) => a.Or(b));
        table.Add(
            measured.Id, threads, Clock.Median(forward) / 1000, forward[0] / 1000, median, both[0] / 1000,
            reference.GetValueOrDefault(threads, double.NaN) / median, megabytes, errors.Violation, errors.Optimality, work.Solutions.Count(s => s.Status != QpStatus.Solved));
    }
}
