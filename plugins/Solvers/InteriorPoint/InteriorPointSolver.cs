using DiffOG.Solvers.InteriorPoint.Method;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint;

/// <summary>Spreads a batch over threads, each with a workspace of its own that is kept for the next batch.</summary>
internal sealed class InteriorPointSolver(InteriorPointOptions options) : IQpSolver
{
    private readonly WorkspacePool<PrimalDualMethod> methods = new(() => new PrimalDualMethod(options), options.Threads);
    private readonly WorkspacePool<Adjoint> adjoints = new(() => new Adjoint(), options.Threads);

    /// <inheritdoc/>
    public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null)
    {
        if (warmStarts is not null && warmStarts.Count != problems.Count)
            throw new ArgumentException($"{warmStarts.Count} warm starts for {problems.Count} problems.", nameof(warmStarts));
        var solutions = new QpSolution[problems.Count];
        methods.ForEach(problems.Count, (method, i) => method.Solve(problems[i], warmStarts?[i], solutions[i] = new QpSolution(problems[i])));
        return solutions;
    }

    /// <inheritdoc/>
    public void Solve(QpProblem problem, QpSolution? warmStart, QpSolution result)
    {
        PrimalDualMethod method = methods.Rent();
        method.Solve(problem, warmStart, result);
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
}
