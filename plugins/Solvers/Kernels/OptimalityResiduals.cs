using System.Numerics;
using System.Runtime.InteropServices;
using DiffOG.Constraints;

namespace DiffOG.Solvers.Kernels;

/// <summary>How exact a point is, measured on the problem as it was given.</summary>
/// <param name="Primal">The largest violation of a bound.</param>
/// <param name="Dual">The largest element of Qx + p + Gᵀy, Q being its symmetric part.</param>
/// <param name="Gap">The largest product of a multiplier and the distance to its bound.</param>
/// <param name="Relative">The largest of the three, each relative to the numbers it is a difference of.</param>
public readonly record struct OptimalityResiduals(double Primal, double Dual, double Gap, double Relative)
{
    /// <summary>Measures a point.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="x">[n].</param>
    /// <param name="y">[m].</param>
    public static OptimalityResiduals Of(QpProblem problem, double[] x, double[] y)
    {
        LinearConstraints rows = problem.Constraints;
        double[] product = rows.Matrix.Multiply(x), force = SymmetricProduct(problem.Q, x), pull = rows.Matrix.MultiplyTransposed(y);
        double primal = 0, dual = 0, gap = 0, primalScale = 1, dualScale = 1, objective = 1;
        for (int r = 0; r < y.Length; r++)
        {
            double bound = y[r] >= 0 ? rows.Upper[r] : rows.Lower[r];
            primal = Math.Max(primal, Math.Max(product[r] - rows.Upper[r], rows.Lower[r] - product[r]));
            primalScale = Math.Max(primalScale, Math.Abs(product[r]));
            if (y[r] != 0)
                gap = Math.Max(gap, Math.Abs(y[r] * (bound - product[r])));
        }
        for (int i = 0; i < x.Length; i++)
        {
            dual = Math.Max(dual, Math.Abs(force[i] + problem.P[i] + pull[i]));
            dualScale = Math.Max(dualScale, Math.Max(Math.Abs(force[i]), Math.Abs(problem.P[i])));
            objective += Math.Abs(x[i] * force[i]);
        }
        return new OptimalityResiduals(primal, dual, gap, Math.Max(primal / primalScale, Math.Max(dual / dualScale, gap / objective)));
    }

    /// <summary>½ (Q + Qᵀ) x, one row of Q after the other.</summary>
    private static double[] SymmetricProduct(double[] q, double[] x)
    {
        int n = x.Length;
        double[] product = new double[n];
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = q.AsSpan(i * n, n);
            ReadOnlySpan<Vector<double>> blocks = MemoryMarshal.Cast<double, Vector<double>>(row), points = MemoryMarshal.Cast<double, Vector<double>>(x.AsSpan());
            Span<Vector<double>> sums = MemoryMarshal.Cast<double, Vector<double>>(product.AsSpan());
            Vector<double> dot = Vector<double>.Zero, half = new(0.5 * x[i]);
            for (int k = 0; k < blocks.Length; k++)
            {
                dot += blocks[k] * points[k];
                sums[k] += blocks[k] * half;
            }
            double rest = Vector.Sum(dot);
            for (int j = blocks.Length * Vector<double>.Count; j < n; j++)
            {
                rest += row[j] * x[j];
                product[j] += row[j] * 0.5 * x[i];
            }
            product[i] += 0.5 * rest;
        }
        return product;
    }
}
