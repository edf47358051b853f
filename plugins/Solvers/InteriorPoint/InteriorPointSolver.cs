using System.Collections.Concurrent;
using DiffOG.Solvers.InteriorPoint.Method;

namespace DiffOG.Solvers.InteriorPoint;

/// <summary>Spreads a batch over threads, each with a workspace of its own that is kept for the next batch.</summary>
internal sealed class InteriorPointSolver(InteriorPointOptions options) : IQpSolver
{
    private readonly ConcurrentBag<PrimalDualMethod> methods = [];
    private readonly ConcurrentBag<Adjoint> adjoints = [];
    private readonly ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads };

    /// <inheritdoc/>
    public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null)
    {
        if (warmStarts is not null && warmStarts.Count != problems.Count)
            throw new ArgumentException($"{warmStarts.Count} warm starts for {problems.Count} problems.", nameof(warmStarts));
        var solutions = new QpSolution[problems.Count];
        ForEach(methods, () => new PrimalDualMethod(options), problems.Count, (method, i) => solutions[i] = method.Solve(problems[i], warmStarts?[i]));
        return solutions;
    }

    /// <inheritdoc/>
    public IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients)
    {
        for (int i = 0; i < solutions.Count; i++)
        {
            if (gradients.Count != solutions.Count || gradients[i].Length != solutions[i].Problem.Variables)
                throw new ArgumentException($"Every solution needs one gradient as long as its point; number {i} has none.", nameof(gradients));
        }
        var pulled = new QpGradient[solutions.Count];
        ForEach(adjoints, () => new Adjoint(), solutions.Count, (adjoint, i) => pulled[i] = adjoint.Pull(solutions[i], gradients[i].Span));
        return pulled;
    }

    private void ForEach<T>(ConcurrentBag<T> pool, Func<T> create, int count, Action<T, int> work)
    {
        if (count == 1 || parallel.MaxDegreeOfParallelism == 1)
        {
            T own = pool.TryTake(out T? kept) ? kept : create();
            for (int i = 0; i < count; i++)
                work(own, i);
            pool.Add(own);
            return;
        }
        Parallel.For(
            0,
            count,
            parallel,
            () => pool.TryTake(out T? kept) ? kept : create(),
            (i, _, own) =>
            {
                work(own, i);
                return own;
            },
            pool.Add);
    }
}
