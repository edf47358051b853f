using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.Kernels;

/// <summary>Solves with the factor that <see cref="DenseCholesky"/> leaves.</summary>
public static unsafe class TriangularSolve
{
    private const int Block = DenseCholesky.Block;

    /// <summary>b ← L⁻¹ b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(double* factor, int size, int leading, double* inverse, double* b)
    {
        for (int j = 0; j < size; j += Block)
        {
            double* c0 = factor + ((long)j * leading), c1 = c0 + leading, c2 = c1 + leading, c3 = c2 + leading;
            double x0 = b[j] * inverse[j];
            double x1 = (b[j + 1] - (c0[j + 1] * x0)) * inverse[j + 1];
            double x2 = (b[j + 2] - (c0[j + 2] * x0) - (c1[j + 2] * x1)) * inverse[j + 2];
            double x3 = (b[j + 3] - (c0[j + 3] * x0) - (c1[j + 3] * x1) - (c2[j + 3] * x2)) * inverse[j + 3];
            (b[j], b[j + 1], b[j + 2], b[j + 3]) = (x0, x1, x2, x3);
            Vector v0 = Vector256.Create(-x0), v1 = Vector256.Create(-x1), v2 = Vector256.Create(-x2), v3 = Vector256.Create(-x3);
            for (int i = j + Block; i < size; i += Block)
            {
                Vector even = Vector256.FusedMultiplyAdd(Vector256.Load(c0 + i), v0, Vector256.Load(b + i));
                Vector odd = Vector256.Load(c1 + i) * v1;
                even = Vector256.FusedMultiplyAdd(Vector256.Load(c2 + i), v2, even);
                odd = Vector256.FusedMultiplyAdd(Vector256.Load(c3 + i), v3, odd);
                (even + odd).Store(b + i);
            }
        }
    }

    /// <summary>b ← L⁻ᵀ b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(double* factor, int size, int leading, double* inverse, double* b)
    {
        for (int j = size - Block; j >= 0; j -= Block)
        {
            double* c0 = factor + ((long)j * leading), c1 = c0 + leading, c2 = c1 + leading, c3 = c2 + leading;
            Vector s0 = Vector.Zero, s1 = s0, s2 = s0, s3 = s0;
            for (int i = j + Block; i < size; i += Block)
            {
                Vector x = Vector256.Load(b + i);
                s0 = Vector256.FusedMultiplyAdd(Vector256.Load(c0 + i), x, s0);
                s1 = Vector256.FusedMultiplyAdd(Vector256.Load(c1 + i), x, s1);
                s2 = Vector256.FusedMultiplyAdd(Vector256.Load(c2 + i), x, s2);
                s3 = Vector256.FusedMultiplyAdd(Vector256.Load(c3 + i), x, s3);
            }
            double x3 = (b[j + 3] - Vector256.Sum(s3)) * inverse[j + 3];
            double x2 = (b[j + 2] - Vector256.Sum(s2) - (c2[j + 3] * x3)) * inverse[j + 2];
            double x1 = (b[j + 1] - Vector256.Sum(s1) - (c1[j + 2] * x2) - (c1[j + 3] * x3)) * inverse[j + 1];
            double x0 = (b[j] - Vector256.Sum(s0) - (c0[j + 1] * x1) - (c0[j + 2] * x2) - (c0[j + 3] * x3)) * inverse[j];
            (b[j], b[j + 1], b[j + 2], b[j + 3]) = (x0, x1, x2, x3);
        }
    }

    /// <summary>y ← A x for a full symmetric matrix by columns, sizes padded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(double* matrix, int size, int leading, double* x, double* y)
    {
        new Span<double>(y, size).Clear();
        for (int j = 0; j < size; j += Block)
        {
            double* c0 = matrix + ((long)j * leading), c1 = c0 + leading, c2 = c1 + leading, c3 = c2 + leading;
            Vector v0 = Vector256.Create(x[j]), v1 = Vector256.Create(x[j + 1]), v2 = Vector256.Create(x[j + 2]), v3 = Vector256.Create(x[j + 3]);
            for (int i = 0; i < size; i += Block)
            {
                Vector even = Vector256.FusedMultiplyAdd(Vector256.Load(c0 + i), v0, Vector256.Load(y + i));
                Vector odd = Vector256.Load(c1 + i) * v1;
                even = Vector256.FusedMultiplyAdd(Vector256.Load(c2 + i), v2, even);
                odd = Vector256.FusedMultiplyAdd(Vector256.Load(c3 + i), v3, odd);
                (even + odd).Store(y + i);
            }
        }
    }
}
