using DiffOG.Solvers;
using DiffOG.Solvers.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>One factorisation of Q, nothing else: what times are compared to, because it moves with the machine.</summary>
internal sealed unsafe class BareCholesky : IDisposable
{
    private const int Most = 20;
    private readonly QpProblem[] problems;
    private readonly Tensor[] costs;
    private readonly double[] matrix, inverse;
    private readonly int n, size, leading;

    internal BareCholesky(IEnumerable<QpProblem> some)
    {
        set_num_threads(1);
        problems = [.. some.Take(Most)];
        n = problems[0].Variables;
        (size, leading) = (DenseCholesky.Padded(n), DenseCholesky.LeadingDimension(DenseCholesky.Padded(n)));
        costs = [.. problems.Select(p => tensor(p.Q, [n, n]))];
        matrix = GC.AllocateArray<double>(size * leading, pinned: true);
        inverse = GC.AllocateArray<double>(size, pinned: true);
    }

    /// <summary>By libtorch: torch.linalg.cholesky in double on one thread.</summary>
    internal Work Torch => new(costs.Length, i => linalg.cholesky(costs[i]).Dispose());

    /// <summary>By the solvers' own kernel, from a copy of Q, as the solvers take it.</summary>
    internal Work Own => new(problems.Length, Factor);

    public void Dispose() => Array.ForEach(costs, c => c.Dispose());

    private void Factor(int i)
    {
        for (int j = 0; j < n; j++)
            problems[i].Q.AsSpan((j * n) + j, n - j).CopyTo(matrix.AsSpan((j * leading) + j));
        for (int j = n; j < size; j++)
            matrix[(j * leading) + j] = 1;
        fixed (double* a = matrix, d = inverse)
        {
            if (DenseCholesky.Factor(a, size, size, leading, d, 0) >= 0)
                throw new InvalidOperationException("The cost is not positive definite.");
        }
    }
}
