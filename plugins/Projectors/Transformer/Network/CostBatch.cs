using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using DiffOG.Projectors.Transformer.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Projectors.Transformer.Network;

/// <summary>
/// The last step of <see cref="CostNetwork"/> for a batch on the processor, and how gradients flow back through it:
/// <code>
///     L_ij = clamp(e_ij) for i > j,   L_ii = clamp(exp(e_ii) + ε),   Q = L Lᵀ + ε I
///     dL = tril((G + Gᵀ) L),   G = dQ;   de_ij = dL_ij within the bounds, else 0;   de_ii = dL_ii exp(e_ii) likewise
/// </code>
/// L is triangular, so both products take a third of the multiplications and no copies. Holds managed arrays only, so
/// that it may live as long as the graph without keeping a tensor alive. Matrices are computed independently, on all
/// cores: results do not depend on the batch.
/// </summary>
internal sealed unsafe class CostBatch
{
    private readonly int variables;
    private readonly double[] entries;
    private readonly ConcurrentBag<CostWorkspace> spares;

    /// <summary>Copies the entries of L.</summary>
    /// <param name="entries">[B, n(n+1)/2] float64, the lower triangle by rows, before bounds.</param>
    /// <param name="variables">n.</param>
    /// <param name="spares">Workspaces for n variables that nobody uses, kept from one batch to the next.</param>
    internal CostBatch(Tensor entries, int variables, ConcurrentBag<CostWorkspace> spares)
    {
        (this.variables, this.spares) = (variables, spares);
        this.entries = Values(entries);
    }

    private int Triangle => variables * (variables + 1) / 2;

    private int Count => entries.Length / Triangle;

    /// <summary>[B, n, n] float64, symmetric bit for bit.</summary>
    internal Tensor Costs()
    {
        Tensor costs = empty([Count, variables, variables], ScalarType.Float64);
        fixed (byte* first = costs.bytes)
        {
            var matrices = new Matrix<double>((double*)first, Count * variables, variables);
            ForEach((work, i) => Kernels.Fastest.Gram(work.Lower.Values, CostNetwork.Epsilon, matrices.Slice(i * variables, variables)));
        }
        return costs;
    }

    /// <summary>Pulls dQ back.</summary>
    /// <param name="gradients">[B, n, n] float64, symmetric or not.</param>
    /// <returns>[B, n(n+1)/2] float64.</returns>
    internal Tensor PullBack(Tensor gradients)
    {
        using Tensor rows = gradients.contiguous();
        Tensor pulled = empty([Count, Triangle], ScalarType.Float64);
        fixed (byte* from = rows.bytes, to = pulled.bytes)
        {
            var matrices = new Matrix<double>((double*)from, Count * variables, variables);
            double* first = (double*)to;
            ForEach((work, i) =>
            {
                Triangles.Symmetrise(matrices.Slice(i * variables, variables), work.Symmetric.Values);
                Triangles.Multiply(work.Symmetric.Values, work.Lower.Values, work.Gradient.Values);
                ThroughBounds(work.Gradient.Values, i, first + ((long)i * Triangle));
            });
        }
        return pulled;
    }

    private static double[] Values(Tensor tensor)
    {
        using Tensor rows = tensor.detach().contiguous();
        return MemoryMarshal.Cast<byte, double>(rows.bytes).ToArray();
    }

    private static bool IsWithin(double value) => Math.Abs(value) <= CostNetwork.LargestEntry;

    private void ForEach(Action<CostWorkspace, int> compute) => Parallel.For(
        0,
        Count,
        () => spares.TryTake(out CostWorkspace? spare) ? spare : new CostWorkspace(variables),
        (i, _, work) =>
        {
            Factor(i, work.Lower.Values);
            compute(work, i);
            return work;
        },
        spares.Add);

    private void Factor(int index, Matrix<double> lower)
    {
        ReadOnlySpan<double> values = entries.AsSpan(index * Triangle, Triangle);
        for (int i = 0; i < variables; i++)
        {
            Span<double> row = lower.Row(i);
            for (int j = 0; j < i; j++)
                row[j] = Math.Clamp(values[j], -CostNetwork.LargestEntry, CostNetwork.LargestEntry);
            row[i] = Math.Min(Math.Exp(values[i]) + CostNetwork.Epsilon, CostNetwork.LargestEntry);
            values = values[(i + 1)..];
        }
    }

    private void ThroughBounds(Matrix<double> gradient, int index, double* pulled)
    {
        ReadOnlySpan<double> values = entries.AsSpan(index * Triangle, Triangle);
        for (int i = 0; i < variables; i++)
        {
            Span<double> row = gradient.Row(i);
            for (int j = 0; j < i; j++)
                *pulled++ = IsWithin(values[j]) ? row[j] : 0;
            double exponential = Math.Exp(values[i]);
            *pulled++ = IsWithin(exponential + CostNetwork.Epsilon) ? row[i] * exponential : 0;
            values = values[(i + 1)..];
        }
    }
}
