using System.Runtime.Intrinsics;
using DiffOG.Constraints;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.Kernels;

/// <summary>
/// Measures <see cref="OptimalityResiduals"/> without allocating: on the problem as it was given, with products of its
/// own, so that what a solver made of the problem does not matter.
/// </summary>
public sealed unsafe class OptimalityCheck
{
    private const int Width = 4;
    private readonly PinnedBuffer buffer = new();

    /// <summary>Measures a point.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="x">[n] or longer.</param>
    /// <param name="y">[m] or longer.</param>
    public OptimalityResiduals Measure(QpProblem problem, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int n = problem.Variables;
        double* force = buffer.ReserveZeros(2 * n), pull = force + n;
        (double primal, double gap, double primalScale) = MeasureRows(problem.Constraints, x, y, pull);
        fixed (double* q = problem.Q, point = x)
            AddSymmetricProduct(q, n, point, force);
        double dual = 0, dualScale = 1, objective = 1;
        for (int i = 0; i < n; i++)
        {
            dual = Math.Max(dual, Math.Abs(force[i] + problem.P[i] + pull[i]));
            dualScale = Math.Max(dualScale, Math.Max(Math.Abs(force[i]), Math.Abs(problem.P[i])));
            objective += Math.Abs(x[i] * force[i]);
        }
        return new OptimalityResiduals(primal, dual, gap, Math.Max(primal / primalScale, Math.Max(dual / dualScale, gap / objective)));
    }

    /// <summary>Violations, complementarity and the size of G x; adds Gᵀy to the pull.</summary>
    private static (double Primal, double Gap, double Scale) MeasureRows(LinearConstraints constraints, ReadOnlySpan<double> x, ReadOnlySpan<double> y, double* pull)
    {
        double primal = 0, gap = 0, scale = 1;
        int row = 0;
        for (int b = 0; b < constraints.Blocks.Count; b++)
        {
            SparseRows matrix = constraints.Blocks[b].Matrix;
            for (int r = 0; r < matrix.Rows; r++, row++)
            {
                double product = 0, factor = y[row];
                for (int k = matrix.Starts[r]; k < matrix.Starts[r + 1]; k++)
                {
                    product += matrix.Values[k] * x[matrix.Indices[k]];
                    pull[matrix.Indices[k]] += matrix.Values[k] * factor;
                }
                primal = Math.Max(primal, Math.Max(product - constraints.Upper[row], constraints.Lower[row] - product));
                scale = Math.Max(scale, Math.Abs(product));
                if (factor != 0)
                    gap = Math.Max(gap, Math.Abs(factor * ((factor > 0 ? constraints.Upper[row] : constraints.Lower[row]) - product)));
            }
        }
        return (primal, gap, scale);
    }

    /// <summary>
    /// product ← product + ½ (Q + Qᵀ) x, four rows of Q at a time: row r gives its dot product with x to element r, and
    /// itself times x_r to all elements.
    /// </summary>
    private static void AddSymmetricProduct(double* q, int n, double* x, double* product)
    {
        int whole = n & -Width;
        for (int i = 0; i < whole; i += Width)
        {
            double* r0 = q + ((long)i * n), r1 = r0 + n, r2 = r1 + n, r3 = r2 + n;
            double h0 = 0.5 * x[i], h1 = 0.5 * x[i + 1], h2 = 0.5 * x[i + 2], h3 = 0.5 * x[i + 3];
            Vector d0 = Vector.Zero, d1 = Vector.Zero, d2 = Vector.Zero, d3 = Vector.Zero;
            for (int j = 0; j < whole; j += Width)
            {
                Vector a = Vector256.Load(r0 + j), b = Vector256.Load(r1 + j), c = Vector256.Load(r2 + j), d = Vector256.Load(r3 + j), point = Vector256.Load(x + j);
                (d0, d1) = (Vector256.FusedMultiplyAdd(a, point, d0), Vector256.FusedMultiplyAdd(b, point, d1));
                (d2, d3) = (Vector256.FusedMultiplyAdd(c, point, d2), Vector256.FusedMultiplyAdd(d, point, d3));
                Vector even = Vector256.FusedMultiplyAdd(a, Vector256.Create(h0), Vector256.Load(product + j));
                Vector odd = b * Vector256.Create(h1);
                even = Vector256.FusedMultiplyAdd(c, Vector256.Create(h2), even);
                odd = Vector256.FusedMultiplyAdd(d, Vector256.Create(h3), odd);
                (even + odd).Store(product + j);
            }
            double s0 = Vector256.Sum(d0), s1 = Vector256.Sum(d1), s2 = Vector256.Sum(d2), s3 = Vector256.Sum(d3);
            for (int j = whole; j < n; j++)
            {
                (s0, s1, s2, s3) = (s0 + (r0[j] * x[j]), s1 + (r1[j] * x[j]), s2 + (r2[j] * x[j]), s3 + (r3[j] * x[j]));
                product[j] += (r0[j] * h0) + (r1[j] * h1) + (r2[j] * h2) + (r3[j] * h3);
            }
            product[i] += 0.5 * s0;
            product[i + 1] += 0.5 * s1;
            product[i + 2] += 0.5 * s2;
            product[i + 3] += 0.5 * s3;
        }
        for (int i = whole; i < n; i++)
        {
            double* row = q + ((long)i * n);
            double dot = 0, half = 0.5 * x[i];
            for (int j = 0; j < n; j++)
            {
                dot += row[j] * x[j];
                product[j] += row[j] * half;
            }
            product[i] += 0.5 * dot;
        }
    }
}
