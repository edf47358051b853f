using System.Runtime.Intrinsics;
using DiffOG.Constraints;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.Kernels;

/// <summary>
/// A program as kernels work on it: minimise ½ xᵀQx + pᵀx subject to lower ≤ G x ≤ upper, Q dense by columns and padded
/// with the identity to <see cref="DenseCholesky"/>'s sizes, G in sparse rows. A solver reserves it and writes the
/// numbers, scaled as it likes. The structure of G is copied, so that it can be compared with that of the next problem.
/// </summary>
public sealed unsafe class DenseQp
{
    private readonly PinnedBuffer quadratic = new(), linear = new(), values = new(), lower = new(), upper = new();
    private int[] starts = [0], indices = [];

    /// <summary>n.</summary>
    public int Variables { get; private set; }

    /// <summary>n, padded.</summary>
    public int Size { get; private set; }

    /// <summary>From one column of Q to the next.</summary>
    public int Leading { get; private set; }

    /// <summary>m.</summary>
    public int Rows { get; private set; }

    /// <summary>Entries of G.</summary>
    public int Entries { get; private set; }

    /// <summary>Q [Size · Leading], both triangles.</summary>
    public double* Q => quadratic.Start;

    /// <summary>The size of Q's largest element; to be written with Q.</summary>
    public double LargestCost { get; set; }

    /// <summary>p [Size].</summary>
    public double* P => linear.Start;

    /// <summary>The values of G [Entries].</summary>
    public double* Values => values.Start;

    /// <summary>[Rows, padded with −∞]; −∞ where there is none.</summary>
    public double* Lower => lower.Start;

    /// <summary>[Rows, padded with +∞]; +∞ where there is none.</summary>
    public double* Upper => upper.Start;

    /// <summary>[Rows + 1] where each row of G begins.</summary>
    public ReadOnlySpan<int> Starts => starts.AsSpan(0, Rows + 1);

    /// <summary>[Entries] the column of every entry.</summary>
    public ReadOnlySpan<int> Indices => indices.AsSpan(0, Entries);

    /// <summary>Makes room and takes the structure of G over; p becomes zero, the padding of Q the identity, all else is to be written.</summary>
    /// <param name="variables">n.</param>
    /// <param name="rows">G.</param>
    public void Reserve(int variables, SparseRows rows)
    {
        (Variables, Rows, Entries) = (variables, rows.Rows, rows.Starts[^1]);
        Size = DenseCholesky.Padded(variables);
        Leading = DenseCholesky.LeadingDimension(Size);
        quadratic.Reserve(Size * Leading);
        PadCost();
        linear.ReserveZeros(Size);
        values.Reserve(Entries);
        int padded = DenseCholesky.Padded(Rows);
        new Span<double>(lower.Reserve(padded), padded).Fill(double.NegativeInfinity);
        new Span<double>(upper.Reserve(padded), padded).Fill(double.PositiveInfinity);
        if (starts.Length <= Rows)
            starts = new int[Rows + 1];
        if (indices.Length < Entries)
            indices = new int[Entries];
        rows.Starts.AsSpan().CopyTo(starts);
        rows.Indices.AsSpan(0, Entries).CopyTo(indices);
    }

    /// <summary>Q ← ½ (Q + Qᵀ) of a matrix that is symmetric up to rounding.</summary>
    /// <param name="matrix">[n·n] row-major.</param>
    public void SetCost(double[] matrix)
    {
        int n = Variables, whole = n & -DenseCholesky.Block;
        fixed (double* from = matrix)
        {
            Vectors.Transpose(from, n, whole, whole, Q, Leading);
            for (int i = 0; i < whole; i++)
                Average(from + ((long)i * n), Q + ((long)i * Leading), whole);
            for (int i = whole; i < n; i++)
            {
                for (int j = 0; j <= i; j++)
                    Q[((long)i * Leading) + j] = Q[((long)j * Leading) + i] = 0.5 * (from[((long)i * n) + j] + from[((long)j * n) + i]);
            }
        }
    }

    /// <summary>g x of one row.</summary>
    /// <param name="row">Which.</param>
    /// <param name="x">[Size].</param>
    public double RowTimes(int row, double* x)
    {
        double sum = 0;
        for (int k = starts[row]; k < starts[row + 1]; k++)
            sum += Values[k] * x[indices[k]];
        return sum;
    }

    /// <summary>target ← target + factor · g of one row.</summary>
    /// <param name="row">Which.</param>
    /// <param name="factor">By what it is multiplied.</param>
    /// <param name="target">[Size], elements <paramref name="stride"/> apart.</param>
    /// <param name="stride">From one element of the target to the next.</param>
    public void AddRow(int row, double factor, double* target, int stride = 1)
    {
        for (int k = starts[row]; k < starts[row + 1]; k++)
            target[(long)indices[k] * stride] += factor * Values[k];
    }

    /// <summary>product ← G x.</summary>
    /// <param name="x">[Size].</param>
    /// <param name="product">[Rows].</param>
    public void Multiply(double* x, double* product)
    {
        double* value = Values;
        fixed (int* start = starts, index = indices)
        {
            for (int r = 0; r < Rows; r++)
            {
                double sum = 0;
                for (int k = start[r]; k < start[r + 1]; k++)
                    sum += value[k] * x[index[k]];
                product[r] = sum;
            }
        }
    }

    /// <summary>target ← target + Gᵀ y.</summary>
    /// <param name="y">[Rows].</param>
    /// <param name="target">[Size].</param>
    public void AddTransposed(double* y, double* target)
    {
        double* value = Values;
        fixed (int* start = starts, index = indices)
        {
            for (int r = 0; r < Rows; r++)
            {
                double factor = y[r];
                for (int k = start[r]; k < start[r + 1]; k++)
                    target[index[k]] += factor * value[k];
            }
        }
    }

    /// <summary>The lower triangle of target ← target + Gᵀ W G, by columns: only the band that the rows reach is touched.</summary>
    /// <param name="weights">[Rows] the diagonal of W.</param>
    /// <param name="target">[Size · leading].</param>
    /// <param name="leading">From one column of the target to the next.</param>
    public void AddGram(double* weights, double* target, int leading)
    {
        double* value = Values;
        fixed (int* start = starts, index = indices)
        {
            for (int r = 0; r < Rows; r++)
            {
                for (int k = start[r]; k < start[r + 1]; k++)
                {
                    double* column = target + ((long)index[k] * leading);
                    double factor = weights[r] * value[k];
                    for (int l = k; l < start[r + 1]; l++)
                        column[index[l]] += factor * value[l];
                }
            }
        }
    }

    /// <summary>b ← ½ (a + b).</summary>
    private static void Average(double* a, double* b, int count)
    {
        Vector half = Vector256.Create(0.5);
        for (int i = 0; i < count; i += DenseCholesky.Block)
            (half * (Vector256.Load(a + i) + Vector256.Load(b + i))).Store(b + i);
    }

    private void PadCost()
    {
        for (int j = 0; j < Size && Variables < Size; j++)
            new Span<double>(Q + ((long)j * Leading) + Variables, Size - Variables).Clear();
        for (int j = Variables; j < Size; j++)
        {
            new Span<double>(Q + ((long)j * Leading), Size).Clear();
            Q[((long)j * Leading) + j] = 1;
        }
    }
}
