using System.Runtime.Intrinsics;
using DiffOG.Solvers.Kernels;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.Admm.Method;

/// <summary>
/// Ruiz's equilibration (2001) of [Q Gᵀ; G 0], in powers of two: a sweep brings the largest element of every column half
/// of the way, in the exponent, to between one and four. Then the cost is scaled so that the mean of Q's largest elements
/// is near one.
/// </summary>
internal sealed unsafe class Equilibration(int sweeps)
{
    private const int LargestExponent = 250;

    private const int Width = DenseCholesky.Block;

    private readonly PinnedBuffer variables = new(), rows = new(), largest = new();
    private int n, m;

    /// <summary>D [n].</summary>
    internal ReadOnlySpan<double> Variables => new(variables.Start, n);

    /// <summary>E [m].</summary>
    internal ReadOnlySpan<double> Rows => new(rows.Start, m);

    /// <summary>c.</summary>
    internal double Cost { get; private set; }

    /// <summary>Finds the scales and applies them to Q and G.</summary>
    internal void Apply(DenseQp qp)
    {
        Reserve(qp);
        double diagonal = LargestDiagonal(qp);
        Cost = diagonal > 0 ? PowerOfTwo(1 / diagonal) : 1;
        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            if (!Sweep(qp))
                break;
        }
        Scale(qp);
        (double mean, double most) = LargestOfColumns(qp);
        double factor = mean > 0 ? PowerOfTwo(1 / mean) : 1;
        ScaleCost(qp, factor);
        qp.LargestCost = factor * most;
    }

    private void Reserve(DenseQp qp)
    {
        (n, m) = (qp.Variables, qp.Rows);
        largest.Reserve(qp.Size);
        new Span<double>(variables.Reserve(qp.Size), qp.Size).Fill(1);
        new Span<double>(rows.Reserve(m), m).Fill(1);
    }

    private static double LargestDiagonal(DenseQp qp)
    {
        double largest = 0;
        for (int i = 0; i < qp.Variables; i++)
            largest = Math.Max(largest, Math.Abs(qp.Q[((long)i * qp.Leading) + i]));
        return largest;
    }

    /// <summary>One sweep. Returns whether a scale changed.</summary>
    private bool Sweep(DenseQp qp)
    {
        double* d = variables.Start, e = rows.Start, most = largest.Start;
        bool changed = false;
        for (int i = 0; i < n; i++)
            most[i] = Cost * d[i] * LargestOfColumn(qp, i);
        ReadOnlySpan<int> starts = qp.Starts, indices = qp.Indices;
        for (int r = 0; r < m; r++)
        {
            double ofRow = 0;
            for (int k = starts[r]; k < starts[r + 1]; k++)
            {
                double value = Math.Abs(qp.Values[k]) * e[r] * d[indices[k]];
                most[indices[k]] = value > most[indices[k]] ? value : most[indices[k]];
                ofRow = value > ofRow ? value : ofRow;
            }
            changed |= Halve(ref e[r], ofRow);
        }
        for (int i = 0; i < n; i++)
            changed |= Halve(ref d[i], most[i]);
        return changed;
    }

    /// <summary>The largest |q| d of a column of Q.</summary>
    private double LargestOfColumn(DenseQp qp, int column)
    {
        double* q = qp.Q + ((long)column * qp.Leading), d = variables.Start;
        Vector found = Vector.Zero;
        int padding = qp.Size == n ? 0 : Width;
        for (int j = 0; j < qp.Size - padding; j += Width)
            found = Vector256.MaxNative(found, Vector256.Abs(Vector256.Load(q + j)) * Vector256.Load(d + j));
        double most = Math.Max(Math.Max(found[0], found[1]), Math.Max(found[2], found[3]));
        for (int j = qp.Size - padding; j < n; j++)
            most = Math.Max(most, Math.Abs(q[j]) * d[j]);
        return most;
    }

    /// <summary>scale ← scale · 2^−⌊log₂(largest) / 2⌋.</summary>
    private static bool Halve(ref double scale, double largest)
    {
        if (largest is >= 1 and < 4 || !(largest > 0 && double.IsNormal(largest)))
            return false;
        int exponent = Math.ILogB(largest) >> 1;
        if (Math.Abs(Math.ILogB(scale) - exponent) > LargestExponent)
            return false;
        scale = Math.ScaleB(scale, -exponent);
        return true;
    }

    private void Scale(DenseQp qp)
    {
        double* d = variables.Start, e = rows.Start;
        for (int i = 0; i < n; i++)
            ScaleColumn(qp, i, Cost, d[i], d);
        ReadOnlySpan<int> starts = qp.Starts, indices = qp.Indices;
        for (int r = 0; r < m; r++)
        {
            for (int k = starts[r]; k < starts[r + 1]; k++)
                qp.Values[k] = qp.Values[k] * e[r] * d[indices[k]];
        }
    }

    /// <summary>q ← ((q · first) · second) · d, in this order: the product of the scales alone might not be a number.</summary>
    private void ScaleColumn(DenseQp qp, int column, double first, double second, double* d)
    {
        double* q = qp.Q + ((long)column * qp.Leading);
        Vector one = Vector256.Create(first), two = Vector256.Create(second);
        int whole = n - (n % Width);
        for (int j = 0; j < whole; j += Width)
            (Vector256.Load(q + j) * one * two * Vector256.Load(d + j)).Store(q + j);
        for (int j = whole; j < n; j++)
            q[j] = q[j] * first * second * d[j];
    }

    /// <summary>The mean of the columns' largest elements, and the largest of all.</summary>
    private (double Mean, double Most) LargestOfColumns(DenseQp qp)
    {
        double sum = 0, most = 0;
        for (int i = 0; i < n; i++)
        {
            double ofColumn = PaddedVectors.Largest(qp.Q + ((long)i * qp.Leading), n);
            (sum, most) = (sum + ofColumn, Math.Max(most, ofColumn));
        }
        return (sum / n, most);
    }

    private void ScaleCost(DenseQp qp, double factor)
    {
        Cost *= factor;
        for (int i = 0; i < n && factor != 1; i++)
        {
            double* column = qp.Q + ((long)i * qp.Leading);
            for (int j = 0; j < n; j++)
                column[j] *= factor;
        }
    }

    private static double PowerOfTwo(double near) =>
        near > 0 && double.IsNormal(near) ? Math.ScaleB(1, Math.Clamp(Math.ILogB(near), -1000, 1000)) : 1;
}
