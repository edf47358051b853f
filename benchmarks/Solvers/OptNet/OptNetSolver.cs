using DiffOG.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Benchmarks.Solvers.OptNet;

/// <summary>
/// What OptNet's solver does (Amos and Kolter 2017, section 3.1), in Torch operators and in double, as a measure for
/// others: dense rows, one inequality a finite bound, the whole batch until its slowest member has converged or no longer
/// improves, a factorisation of G Q⁻¹ Gᵀ + S Z⁻¹ a step, and the factors of the forward pass used again by the backward
/// one. No safeguards: problems of one batch have the same sizes and no equal bounds. Where OptNet factors by LU,
/// Cholesky does here: it takes half of the work, and libtorch's LU is not reliable on several threads.
/// </summary>
internal sealed class OptNetSolver : IQpSolver, IDisposable
{
    private OptNetBatch? last;
    private IReadOnlyList<QpSolution> lastSolutions = [];

    /// <inheritdoc/>
    public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using var plain = no_grad();
        last?.Dispose();
        last = new OptNetBatch(problems);
        int iterations = last.Iterate();
        double[] x = Read(last.X), z = Read(last.Z);
        last.Detach();
        return lastSolutions = [.. problems.Select((problem, i) => Solution(problem, i, x, z, iterations))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients)
    {
        if (last is null || !ReferenceEquals(solutions, lastSolutions))
            throw new InvalidOperationException("Only the last batch that was solved can be differentiated.");
        using DisposeScope scope = NewDisposeScope();
        using var plain = no_grad();
        int n = last.Variables;
        double[] incoming = new double[solutions.Count * n];
        for (int i = 0; i < solutions.Count; i++)
            gradients[i].Span.CopyTo(incoming.AsSpan(i * n));
        (Tensor dx, Tensor dz) = last.Adjoint(tensor(incoming, [solutions.Count, n, 1]));
        double[] p = Read(dx), h = Read(dz);
        return [.. solutions.Select((solution, i) => Gradient(solution, i, p, h))];
    }

    /// <inheritdoc/>
    public void Dispose() => last?.Dispose();

    private QpSolution Solution(QpProblem problem, int place, double[] x, double[] z, int iterations)
    {
        double[] multipliers = new double[problem.Constraints.Rows];
        for (int k = 0; k < last!.Faces.Length; k++)
            multipliers[last.Faces[k].Row] += last.Faces[k].Sign * z[(place * last.Faces.Length) + k];
        return new QpSolution(problem, QpStatus.Solved, x.AsSpan(place * last.Variables, last.Variables).ToArray(), multipliers) { Iterations = iterations };
    }

    private QpGradient Gradient(QpSolution solution, int place, double[] p, double[] h)
    {
        int m = solution.Multipliers.Length;
        var gradient = new QpGradient(solution, p.AsSpan(place * last!.Variables, last.Variables).ToArray(), new double[m], new double[m]);
        for (int k = 0; k < last.Faces.Length; k++)
        {
            (int row, int sign) = last.Faces[k];
            (sign > 0 ? gradient.Upper : gradient.Lower)[row] = -sign * h[(place * last.Faces.Length) + k];
        }
        return gradient;
    }

    private static double[] Read(Tensor tensor) => tensor.cpu().contiguous().data<double>().ToArray();
}
