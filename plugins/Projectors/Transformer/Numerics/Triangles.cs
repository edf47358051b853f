using System.Numerics;
using System.Runtime.CompilerServices;

namespace DiffOG.Projectors.Transformer.Numerics;

/// <summary>The products that the gradient of L Lᵀ takes.</summary>
internal static unsafe class Triangles
{
    private const int Block = 8;

    /// <summary>S = G + Gᵀ, by blocks, so that what is read by columns stays near.</summary>
    /// <param name="matrix">G [n, n].</param>
    /// <param name="sum">S [n, n].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Symmetrise(Matrix<double> matrix, Matrix<double> sum)
    {
        int n = matrix.Rows;
        for (int first = 0; first < n; first += Block)
        {
            for (int i = first; i < n; i++)
            {
                double* row = matrix[i], target = sum[i];
                int end = Math.Min(first + Block, i + 1);
                for (int j = first; j < end; j++)
                    target[j] = sum[j][i] = row[j] + matrix[j][i];
            }
        }
    }

    /// <summary>
    /// The lower triangle of S L. Row i of it is the combination Σ_j S_ij L_j of the rows of L, of which row j has nothing
    /// right of its diagonal: the entries of a block of columns need the rows from there on. Four rows and two vectors of
    /// columns stay in registers.
    /// </summary>
    /// <param name="symmetric">S [n, n].</param>
    /// <param name="lower">L as for <see cref="Kernels.Gram"/>.</param>
    /// <param name="product">As L; what is written above the diagonal has no meaning.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(Matrix<double> symmetric, Matrix<double> lower, Matrix<double> product)
    {
        int last = lower.Rows - 1, width = 2 * Vector<double>.Count;
        for (int i = 0; i <= last; i += 4)
        {
            int i1 = Math.Min(i + 1, last), i2 = Math.Min(i + 2, last), i3 = Math.Min(i + 3, last);
            double* s0 = symmetric[i], s1 = symmetric[i1], s2 = symmetric[i2], s3 = symmetric[i3];
            for (int column = 0; column <= i3; column += width)
            {
                Vector<double> c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
                double* row = lower[column] + column;
                for (int j = column; j <= last; j++, row += lower.Stride)
                {
                    Vector<double> x = Vector.Load(row), y = Vector.Load(row + Vector<double>.Count), s = new(s0[j]);
                    (c0, d0) = (Vector.MultiplyAddEstimate(x, s, c0), Vector.MultiplyAddEstimate(y, s, d0));
                    s = new Vector<double>(s1[j]);
                    (c1, d1) = (Vector.MultiplyAddEstimate(x, s, c1), Vector.MultiplyAddEstimate(y, s, d1));
                    s = new Vector<double>(s2[j]);
                    (c2, d2) = (Vector.MultiplyAddEstimate(x, s, c2), Vector.MultiplyAddEstimate(y, s, d2));
                    s = new Vector<double>(s3[j]);
                    (c3, d3) = (Vector.MultiplyAddEstimate(x, s, c3), Vector.MultiplyAddEstimate(y, s, d3));
                }
                Store(c0, d0, product[i] + column);
                Store(c1, d1, product[i1] + column);
                Store(c2, d2, product[i2] + column);
                Store(c3, d3, product[i3] + column);
            }
        }
    }

    private static void Store(Vector<double> left, Vector<double> right, double* to)
    {
        left.Store(to);
        right.Store(to + Vector<double>.Count);
    }
}
