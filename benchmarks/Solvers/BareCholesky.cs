using DiffOG.Solvers;
using DiffOG.Solvers.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>One factorisation of Q, nothing else: what times are compared to, because it moves with the machine.</summary>
internal static unsafe class BareCholesky
{
    private const int Instances = 20;

    /// <summary>By libtorch: torch.linalg.cholesky in double on one thread, median [µs].</summary>
    internal static double Torch(Clock clock, IReadOnlyList<QpProblem> problems)
    {
        set_num_threads(1);
        int n = problems[0].Variables;
        Tensor[] costs = [.. problems.Take(Instances).Select(p => tensor(p.Q, [n, n]))];
        using IDisposable frozen = no_grad();
        double[] times = clock.Each(costs.Length, i => linalg.cholesky(costs[i]).Dispose());
        Array.ForEach(costs, c => c.Dispose());
        return Clock.Median(times);
    }

    /// <summary>By the solvers' own kernel, from a copy of Q, as the solvers take it; median [µs].</summary>
    internal static double Own(Clock clock, IReadOnlyList<QpProblem> problems)
    {
        int n = problems[0].Variables, size = DenseCholesky.Padded(n), leading = DenseCholesky.LeadingDimension(size);
        double[] matrix = GC.AllocateArray<double>(size * leading, pinned: true), inverse = GC.AllocateArray<double>(size, pinned: true);
        return Clock.Median(clock.Each(Math.Min(Instances, problems.Count), i =>
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
        }));
    }
}
