using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using DiffOG.Solvers.Kernels;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.InteriorPoint.Numerics;

/// <summary>Writes factor · (A + Aᵀ) of a square matrix, padded with the identity: four by four elements and their mirror image at a time.</summary>
internal static unsafe class SymmetricPart
{
    private const int Block = DenseCholesky.Block;

    /// <summary>target ← factor · (A + Aᵀ), both triangles.</summary>
    internal static void Write(double* source, int n, double factor, double* target, int size, int leading)
    {
        int whole = n & -Block;
        for (int i = 0; i < whole; i += Block)
        {
            for (int j = 0; j <= i; j += Block)
                WriteBlock(source + ((long)i * n) + j, source + ((long)j * n) + i, n, factor, target + ((long)i * leading) + j, target + ((long)j * leading) + i, leading);
        }
        for (int i = whole; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double value = i < n ? factor * (source[((long)i * n) + j] + source[((long)j * n) + i]) : i == j ? 1 : 0;
                target[((long)i * leading) + j] = target[((long)j * leading) + i] = value;
            }
        }
    }

    private static void WriteBlock(double* block, double* mirror, int n, double factor, double* target, double* mirrored, int leading)
    {
        Vector f = Vector256.Create(factor);
        (Vector m0, Vector m1, Vector m2, Vector m3) = Transposed(Vector256.Load(mirror), Vector256.Load(mirror + n), Vector256.Load(mirror + (2 * n)), Vector256.Load(mirror + (3 * n)));
        Vector s0 = f * (Vector256.Load(block) + m0), s1 = f * (Vector256.Load(block + n) + m1), s2 = f * (Vector256.Load(block + (2 * n)) + m2), s3 = f * (Vector256.Load(block + (3 * n)) + m3);
        Store(target, leading, s0, s1, s2, s3);
        (s0, s1, s2, s3) = Transposed(s0, s1, s2, s3);
        Store(mirrored, leading, s0, s1, s2, s3);
    }

    private static void Store(double* target, int leading, Vector a, Vector b, Vector c, Vector d)
    {
        a.Store(target);
        b.Store(target + leading);
        c.Store(target + (2 * leading));
        d.Store(target + (3 * leading));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector, Vector, Vector, Vector) Transposed(Vector a, Vector b, Vector c, Vector d)
    {
        if (Avx.IsSupported)
        {
            Vector ab0 = Avx.UnpackLow(a, b), ab1 = Avx.UnpackHigh(a, b), cd0 = Avx.UnpackLow(c, d), cd1 = Avx.UnpackHigh(c, d);
            return (Avx.Permute2x128(ab0, cd0, 0x20), Avx.Permute2x128(ab1, cd1, 0x20), Avx.Permute2x128(ab0, cd0, 0x31), Avx.Permute2x128(ab1, cd1, 0x31));
        }
        return (Vector256.Create(a[0], b[0], c[0], d[0]), Vector256.Create(a[1], b[1], c[1], d[1]), Vector256.Create(a[2], b[2], c[2], d[2]), Vector256.Create(a[3], b[3], c[3], d[3]));
    }
}
