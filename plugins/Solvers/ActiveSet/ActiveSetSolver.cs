using System.Collections.Concurrent;
using DiffOG.Constraints;
using DiffOG.Solvers.ActiveSet.Method;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.ActiveSet;

/// <summary>Spreads a batch over threads, each with a workspace of its own that is kept for the next batch. Solving into a result that is used again allocates nothing once a size has been seen.</summary>
internal sealed class ActiveSetSolver(ActiveSetOptions options) : IQpSolver
{
    private readonly WorkspacePool<ActiveSetMethod> methods = new(() => new ActiveSetMethod(options), options.Threads);
    private readonly ConcurrentStack<double[]> slabs = [];
    private readonly WorkspacePool<Adjoint> adjoints = new(() => new Adjoint(), options.Threads);

    /// <inheritdoc/>
    public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null)
    {
        if (warmStarts is not null && warmStarts.Count != problems.Count)
            throw new ArgumentException($"{warmStarts.Count} warm starts for {problems.Count} problems.", nameof(warmStarts));
        var solutions = new QpSolution[problems.Count];
        int largest = problems.Count == 0 ? 0 : problems.Max(p => DenseCholesky.Padded(p.Variables));
        FactorSlab? slab = FactorSlab.Rent(slabs, problems.Count, KeptFactor.Room(largest));
        methods.ForEach(problems.Count, (method, i) =>
        {
            solutions[i] = new QpSolution(problems[i]);
            method.Solve(problems[i], warmStarts?[i], solutions[i], slab, i);
        });
        return solutions;
    }

    /// <inheritdoc/>
    public void Solve(QpProblem problem, QpSolution? warmStart, QpSolution result)
    {
        ActiveSetMethod method = methods.Rent();
        method.Solve(problem, warmStart, result, null, 0);
        methods.Return(method);
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
        adjoints.ForEach(solutions.Count, (adjoint, i) => pulled[i] = adjoint.Pull(solutions[i], gradients[i].Span));
        return pulled;
    }

    /// <inheritdoc/>
    public string? Refuses(LinearConstraints constraints)
    {
        // One block of differences, the usual case, is always a box.
        if (constraints.Blocks.Count == 1 && constraints.Blocks[0] is DifferenceBlock)
            return null;
        ActiveSetMethod method = methods.Rent();
        string? refusal = method.Refuses(constraints);
        methods.Return(method);
        return refusal;
    }
}
