using DiffOG.Solvers;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>How time grows with steps, dimensions and batch.</summary>
internal static class ScalingTable
{
    private const int Instances = 20;
    private static readonly int[] Steps = [8, 16, 32, 64], Dimensions = [2, 4, 7, 14, 32], Batches = [1, 2, 8, 32, 128, 512];

    internal static void Write(Choices choices, Clock clock, IQpSolver executed)
    {
        foreach (MeasuredSolver solver in SolverList.Of(Parts.Scaling, choices))
        {
            var sizes = new Table(choices.Format, $"{solver.Id}, P, one problem on one thread, {Instances} instances a size", 1, "T x D", "n", "cold µs", "longest", "warm µs", "Cholesky", "/torch");
            foreach ((int steps, int dimensions) in Steps.Select(t => (t, 7)).Concat(Dimensions.Select(d => (16, d))).Distinct())
                Size(sizes, clock, new Family($"{steps}x{dimensions}", steps, dimensions), executed, solver.Make(1));
            var batches = new Table(choices.Format, $"{solver.Id}, P 16x7, batches, forward and backward with dL/dQ; µs a problem, the shortest", 1, "batch", "1 thread", "2 threads");
            QpProblem[] problems = [.. Sequence.Make(new Family("P 16x7", 16, 7), Batches[^1], executed).Select(i => i.Problem)];
            foreach (int batch in Batches)
                batches.Add(batch, PerProblem(clock, solver, problems[..batch], 1), PerProblem(clock, solver, problems[..batch], 2));
        }
    }

    private static void Size(Table table, Clock clock, Family family, IQpSolver executed, IQpSolver solver)
    {
        Instance[] instances = Sequence.Make(family, Instances, executed);
        var contender = new Contender(family.Name, solver, instances);
        using var bare = new BareCholesky(instances.Select(i => i.Problem));
        double[][] times = clock.InTurns(bare.Torch, contender.Cold, contender.Warm);
        (double torch, double cold) = (Clock.Median(times[0]), Clock.Median(times[1]));
        table.Add(family.Name, family.Variables, cold, times[1].Max(), Clock.Median(times[2]), torch, cold / torch);
    }

    private static double PerProblem(Clock clock, MeasuredSolver solver, QpProblem[] problems, int threads) =>
        clock.Series(new TrainingStep(solver.Make(threads), problems, threads).Both)[0] / problems.Length;
}
