using System.Numerics;
using System.Runtime.CompilerServices;

namespace DiffOG.Projectors.Transformer.Numerics;

/// <summary>
/// C = A B where A is small: rows of C are combinations of the rows of B. Four rows of C at a time, so that a vector of B
/// is used four times; terms are added in the order of B's rows.
/// </summary>
internal static unsafe class Combinations
{
    /// <summary>C = A B.</summary>
    /// <param name="a">[m, k].</param>
    /// <param name="b">[k, n].</param>
    /// <param name="c">[m, n].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(Matrix<float> a, Matrix<float> b, Matrix<float> c)
    {
        int last = a.Rows - 1, terms = b.Rows, whole = b.Columns - (b.Columns % Vector<float>.Count);
        for (int i = 0; i <= last; i += 4)
        {
            // At the edge the last row is taken again, and written again with the same numbers.
            int i1 = Math.Min(i + 1, last), i2 = Math.Min(i + 2, last), i3 = Math.Min(i + 3, last);
            float* a0 = a[i], a1 = a[i1], a2 = a[i2], a3 = a[i3];
            for (int j = 0; j < whole; j += Vector<float>.Count)
            {
                Vector<float> c0 = default, c1 = default, c2 = default, c3 = default;
                float* from = b[0] + j;
                for (int k = 0; k < terms; k++, from += b.Stride)
                {
                    var row = Vector.Load(from);
                    c0 = Vector.MultiplyAddEstimate(row, new Vector<float>(a0[k]), c0);
                    c1 = Vector.MultiplyAddEstimate(row, new Vector<float>(a1[k]), c1);
                    c2 = Vector.MultiplyAddEstimate(row, new Vector<float>(a2[k]), c2);
                    c3 = Vector.MultiplyAddEstimate(row, new Vector<float>(a3[k]), c3);
                }
                c0.Store(c[i] + j);
                c1.Store(c[i1] + j);
                c2.Store(c[i2] + j);
                c3.Store(c[i3] + j);
            }
        }
        for (int i = 0; i <= last; i++)
        {
            for (int j = whole; j < b.Columns; j++)
            {
                float sum = 0;
                for (int k = 0; k < terms; k++)
                    sum += a[i][k] * b[k][j];
                c[i][j] = sum;
            }
        }
    }
}
