using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Solvers.TorchInteriorPoint.Method;

/// <summary>
/// Operations on every problem of a batch whose bits do not depend on the others. On the CPU, libtorch's products,
/// factorisations and sums have that property where every matrix begins on a cache line, hence <see cref="Padded"/>,
/// and where both factors of a product have more than one row: with vectors, a batch of one takes another path than a
/// larger batch.
/// </summary>
internal static class Batched
{
    /// <summary>Rows and columns are multiples of this many doubles, a cache line.</summary>
    internal const int Block = 8;

    internal static int Padded(int size) => Math.Max(Block, (size + Block - 1) & ~(Block - 1));

    /// <summary>A v of every problem.</summary>
    /// <param name="matrices">[B, r, c].</param>
    /// <param name="vectors">[B, c].</param>
    /// <returns>[B, r].</returns>
    internal static Tensor Product(Tensor matrices, Tensor vectors) =>
        bmm(stack([vectors, vectors], 1), matrices.transpose(1, 2)).select(1, 0).contiguous();

    /// <summary>Q + Gᵀ W G of every problem.</summary>
    /// <param name="cost">[B, n, n] Q.</param>
    /// <param name="rows">[B, m, n] G.</param>
    /// <param name="weights">[B, m] the diagonal of W.</param>
    /// <returns>[B, n, n].</returns>
    internal static Tensor Weighted(Tensor cost, Tensor rows, Tensor weights) =>
        bmm(rows.transpose(1, 2), rows * weights.unsqueeze(2)).add_(cost);

    /// <summary>A⁻¹ b of every problem, from its Cholesky factor.</summary>
    /// <param name="factors">[B, n, n].</param>
    /// <param name="vectors">[B, n].</param>
    /// <returns>[B, n].</returns>
    internal static Tensor Solve(Tensor factors, Tensor vectors) => vectors.unsqueeze(2).cholesky_solve(factors).squeeze(2);

    /// <summary>The sum of all that belongs to a problem.</summary>
    /// <param name="values">[B, ...].</param>
    /// <returns>[B].</returns>
    internal static Tensor Total(Tensor values) => values.flatten(1).sum(1);

    /// <summary>The largest absolute value of all that belongs to a problem.</summary>
    /// <param name="values">[B, ...].</param>
    /// <returns>[B].</returns>
    internal static Tensor Largest(Tensor values) => values.flatten(1).abs().amax([1]);

    /// <summary>[B] as a factor of [B, n] or [B, 2, m].</summary>
    internal static Tensor Spread(Tensor perProblem, Tensor like) => perProblem.reshape([-1, .. Enumerable.Repeat(1L, (int)like.dim() - 1)]);
}
