using System.Runtime.Intrinsics;
using DiffOG.Solvers.Kernels;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.Admm.Method;

/// <summary>How large the terms of G x and of Qx + p + Gᵀy are, and so what rounding alone may leave of their sums.</summary>
internal sealed unsafe class TermSizes
{
    /// <summary>Rounding of a sum, as a share of the sum of its terms' sizes.</summary>
    private const double Rounding = 1e-14;

    private readonly PinnedBuffer ofRows = new(), ofVariables = new();

    /// <summary>In scaled units.</summary>
    internal double RoundingOfRow(int r) => Rounding * ofRows.Start[r];

    /// <summary>In scaled units.</summary>
    internal double RoundingOfVariable(int i) => Rounding * ofVariables.Start[i];

    /// <summary>Measures the terms, or counts them as nothing.</summary>
    internal void Measure(DenseQp qp, double* x, double* y, bool wanted)
    {
        double* rows = ofRows.ReserveZeros(qp.Rows), variables = ofVariables.ReserveZeros(qp.Size);
        if (!wanted)
            return;
        AddCost(qp, x, variables);
        ReadOnlySpan<int> starts = qp.Starts, indices = qp.Indices;
        for (int r = 0; r < qp.Rows; r++)
        {
            for (int k = starts[r]; k < starts[r + 1]; k++)
            {
                double value = Math.Abs(qp.Values[k]);
                rows[r] += value * Math.Abs(x[indices[k]]);
                variables[indices[k]] += value * Math.Abs(y[r]);
            }
        }
    }

    /// <summary>target ← target + |Q| |x| + |p|.</summary>
    private static void AddCost(DenseQp qp, double* x, double* target)
    {
        for (int j = 0; j < qp.Variables; j++)
        {
            double* column = qp.Q + ((long)j * qp.Leading);
            Vector size = Vector256.Create(Math.Abs(x[j]));
            for (int i = 0; i < qp.Size; i += DenseCholesky.Block)
                Vector256.FusedMultiplyAdd(Vector256.Abs(Vector256.Load(column + i)), size, Vector256.Load(target + i)).Store(target + i);
            target[j] += Math.Abs(qp.P[j]);
        }
    }
}
