using System.Numerics;
using System.Runtime.InteropServices;
using DiffOG.Constraints;

namespace DiffOG.Solvers;

/// <summary>
/// The gradient of a loss with respect to every input of a problem. With u = −dL/dp and w = dL/d(bounds), the conditions
/// of optimality (Amos and Kolter 2017, equation 8) give those of the matrices as products of vectors:
/// dL/dQ = ½ (dL/dp xᵀ + x dL/dpᵀ) and dL/dG = y dL/dpᵀ − (dL/dl + dL/du) xᵀ. They are written out when asked for, and
/// only as long as the solution still holds what it held.
/// </summary>
public sealed class QpGradient
{
    private readonly Func<QpGradient, (double[] Lower, double[] Upper)>? passBounds;
    private double[]? q, g, lower, upper;

    /// <summary>Creates a gradient.</summary>
    /// <param name="solution">Where it was taken.</param>
    /// <param name="p">[n].</param>
    /// <param name="lower">[m].</param>
    /// <param name="upper">[m].</param>
    public QpGradient(QpSolution solution, double[] p, double[] lower, double[] upper) =>
        (Solution, P, this.lower, this.upper) = (solution, p, lower, upper);

    /// <summary>Creates a gradient whose bounds are worked out when they are asked for; training a cost does not.</summary>
    /// <param name="solution">Where it was taken.</param>
    /// <param name="p">[n].</param>
    /// <param name="bounds">Works out [m] and [m], once.</param>
    public QpGradient(QpSolution solution, double[] p, Func<QpGradient, (double[] Lower, double[] Upper)> bounds) =>
        (Solution, P, passBounds) = (solution, p, bounds);

    /// <summary>Where it was taken.</summary>
    public QpSolution Solution { get; }

    /// <summary>[n] dL/dp.</summary>
    public double[] P { get; }

    /// <summary>[m] with respect to the lower bounds of G x.</summary>
    public double[] Lower => lower ?? PassBounds().Lower;

    /// <summary>[m] with respect to the upper bounds of G x.</summary>
    public double[] Upper => upper ?? PassBounds().Upper;

    /// <summary>[n·n] dL/dQ, symmetric: half of the gradient on each side of the diagonal. Written out on first use.</summary>
    public double[] Q
    {
        get
        {
            if (q is null)
            {
                double[] written = new double[P.Length * P.Length];
                WriteQ(written);
                q = written;
            }
            return q;
        }
    }

    /// <summary>[nonzeros] dL/dG of the entries of <see cref="LinearConstraints.Matrix"/>, in their order. Written out on first use.</summary>
    public double[] G => g ??= ToRows();

    /// <summary>Writes dL/dQ.</summary>
    /// <param name="target">[n·n], overwritten.</param>
    public void WriteQ(Span<double> target)
    {
        int n = P.Length;
        if (!Solution.HasPoint)
        {
            target[..(n * n)].Clear();
            return;
        }
        ReadOnlySpan<double> x = Solution.X;
        for (int i = 0; i < n; i++)
            WriteRow(0.5 * P[i], x, 0.5 * x[i], P, target.Slice(i * n, n));
    }

    private (double[] Lower, double[] Upper) PassBounds()
    {
        (double[] forLower, double[] forUpper) = passBounds!(this);
        (lower, upper) = (forLower, forUpper);
        return (forLower, forUpper);
    }

    /// <summary>row ← a x + b p.</summary>
    private static void WriteRow(double a, ReadOnlySpan<double> x, double b, ReadOnlySpan<double> p, Span<double> row)
    {
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x), ps = MemoryMarshal.Cast<double, Vector<double>>(p);
        Span<Vector<double>> rows = MemoryMarshal.Cast<double, Vector<double>>(row);
        for (int k = 0; k < rows.Length; k++)
            rows[k] = (xs[k] * a) + (ps[k] * b);
        for (int j = rows.Length * Vector<double>.Count; j < row.Length; j++)
            row[j] = (x[j] * a) + (p[j] * b);
    }

    private double[] ToRows()
    {
        SparseRows matrix = Solution.Problem.Constraints.Matrix;
        double[] values = new double[matrix.Values.Length];
        for (int r = 0; r < matrix.Rows && Solution.HasPoint; r++)
        {
            double y = Solution.Multipliers[r], bound = Lower[r] + Upper[r];
            for (int k = matrix.Starts[r]; k < matrix.Starts[r + 1]; k++)
                values[k] = (y * P[matrix.Indices[k]]) - (bound * Solution.X[matrix.Indices[k]]);
        }
        return values;
    }
}
