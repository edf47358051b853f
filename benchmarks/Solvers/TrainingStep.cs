using DiffOG.Solvers;
using DiffOG.Testing.Problems;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>What a step of training asks of a solver.</summary>
internal sealed class TrainingStep
{
    private readonly IQpSolver solver;
    private readonly QpProblem[] problems;
    private readonly ReadOnlyMemory<double>[] losses;
    private readonly double[] costGradients;
    private readonly ParallelOptions threads;

    internal TrainingStep(IQpSolver solver, QpProblem[] problems, int threads)
    {
        (this.solver, this.problems, this.threads) = (solver, problems, new ParallelOptions { MaxDegreeOfParallelism = threads });
        var random = new Random(3);
        int n = problems[0].Variables;
        losses = [.. problems.Select(_ => (ReadOnlyMemory<double>)Enumerable.Range(0, n).Select(_ => LayerProblems.Normal(random)).ToArray())];
        costGradients = new double[problems.Length * n * n];
    }

    /// <summary>[B] of the last forward pass.</summary>
    internal IReadOnlyList<QpSolution> Solutions { get; private set; } = [];

    internal void Forward() => Solutions = solver.Solve(problems);

    internal void Both()
    {
        Forward();
        IReadOnlyList<QpGradient> gradients = solver.Differentiate(Solutions, losses);
        int size = costGradients.Length / gradients.Count;
        Parallel.For(0, gradients.Count, threads, i => gradients[i].WriteQ(costGradients.AsSpan(i * size, size)));
    }
}
