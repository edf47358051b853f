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
            var sizes = new Table(choices.Format, $"{solver.Id}, P, one problem on one thread, {Instances} instances a size", 1, "T x D", "n", "cold µs", "p99", "warm µs", "Cholesky", "/torch");
            foreach ((int steps, int dimensions) in Steps.Select(t => (t, 7)).Concat(Dimensions.Select(d => (16, d))).Distinct())
                Size(sizes, clock, new Family($"{steps}x{dimensions}", steps, dimensions), executed, solver.Make(1));
            var batches = new Table(choices.Format, $"{solver.Id}, P 16x7, batches, forward and backward with dL/dQ; µs a problem, medians", 1, "batch", "1 thread", "2 threads");
            QpProblem[] problems = [.. Sequence.Make(new Family("P 16x7", 16, 7), Batches[^1], executed).Select(i => i.Problem)];
            foreach (int batch in Batches)
                batches.Add(batch, PerProblem(clock, solver, problems[..batch], 1), PerProblem(clock, solver, problems[..batch], 2));
        }
    }

    private static void Size(Table table, Clock clock, Family family, IQpSolver executed, IQpSolver solver)
    {
        Instance[] instances = Sequence.Make(family, Instances, executed), following = [.. instances.Where(i => i.Warm is not null)];
        double torch = BareCholesky.Torch(clock, [.. instances.Select(i => i.Problem)]);
        QpSolution result = new(instances[0].Problem);
        double[] cold = clock.Each(instances.Length, i => solver.Solve(instances[i].Problem, null, result));
        double[] warm = clock.Each(following.Length, i => solver.Solve(following[i].Problem, following[i].Warm, result));
        table.Add(family.Name, family.Variables, Clock.Median(cold), cold.Max(), Clock.Median(warm), torch, Clock.Median(cold) / torch);
    }

    private static double PerProblem(Clock clock, MeasuredSolver solver, QpProblem[] problems, int threads) =>
        Clock.Median(clock.Series(new TrainingStep(solver.Make(threads), problems, threads).Both)) / problems.Length;
}
