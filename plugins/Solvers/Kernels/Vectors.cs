using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.Kernels;

/// <summary>Sums and products of vectors whose length is a multiple of <see cref="Width"/>. The order of operations depends on the length alone.</summary>
public static unsafe class Vectors
{
    /// <summary>What lengths are multiples of.</summary>
    public const int Width = 8;
    private const int Lanes = 4;

    /// <summary>The next multiple of <see cref="Width"/>.</summary>
    /// <param name="length">Any length.</param>
    public static int Padded(int length) => (length + Width - 1) & ~(Width - 1);

    /// <summary>y ← y + a x.</summary>
    /// <param name="a">The factor.</param>
    /// <param name="x">[length].</param>
    /// <param name="y">[length].</param>
    /// <param name="length">A multiple of <see cref="Width"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(double a, double* x, double* y, int length)
    {
        Vector factor = Vector256.Create(a);
        for (double* end = y + length; y < end; x += Width, y += Width)
        {
            Vector first = Vector256.FusedMultiplyAdd(Vector256.Load(x), factor, Vector256.Load(y));
            Vector second = Vector256.FusedMultiplyAdd(Vector256.Load(x + Lanes), factor, Vector256.Load(y + Lanes));
            first.Store(y);
            second.Store(y + Lanes);
        }
    }

    /// <summary>y ← y + a0 x0 + a1 x1 + a2 x2 + a3 x3: one pass over y for four vectors.</summary>
    /// <param name="a0">The first factor.</param>
    /// <param name="x0">[length].</param>
    /// <param name="a1">The second factor.</param>
    /// <param name="x1">[length].</param>
    /// <param name="a2">The third factor.</param>
    /// <param name="x2">[length].</param>
    /// <param name="a3">The fourth factor.</param>
    /// <param name="x3">[length].</param>
    /// <param name="y">[length].</param>
    /// <param name="length">A multiple of <see cref="Width"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddFour(double a0, double* x0, double a1, double* x1, double a2, double* x2, double a3, double* x3, double* y, int length)
    {
        Vector f0 = Vector256.Create(a0), f1 = Vector256.Create(a1), f2 = Vector256.Create(a2), f3 = Vector256.Create(a3);
        for (int i = 0; i < length; i += Lanes)
        {
            Vector even = Vector256.FusedMultiplyAdd(Vector256.Load(x0 + i), f0, Vector256.Load(y + i));
            Vector odd = Vector256.Load(x1 + i) * f1;
            even = Vector256.FusedMultiplyAdd(Vector256.Load(x2 + i), f2, even);
            odd = Vector256.FusedMultiplyAdd(Vector256.Load(x3 + i), f3, odd);
            (even + odd).Store(y + i);
        }
    }

    /// <summary>xᵀy.</summary>
    /// <param name="x">[length].</param>
    /// <param name="y">[length].</param>
    /// <param name="length">A multiple of <see cref="Width"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(double* x, double* y, int length)
    {
        Vector even = Vector.Zero, odd = Vector.Zero;
        for (double* end = x + length; x < end; x += Width, y += Width)
        {
            even = Vector256.FusedMultiplyAdd(Vector256.Load(x), Vector256.Load(y), even);
            odd = Vector256.FusedMultiplyAdd(Vector256.Load(x + Lanes), Vector256.Load(y + Lanes), odd);
        }
        return Vector256.Sum(even + odd);
    }

    /// <summary>target ← x + a y; the target's padding is left alone.</summary>
    /// <param name="x">[length]; no padding needed.</param>
    /// <param name="a">The factor.</param>
    /// <param name="y">[length].</param>
    /// <param name="target">[length].</param>
    /// <param name="length">Any length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WriteSum(double* x, double a, double* y, double* target, int length)
    {
        Vector factor = Vector256.Create(a);
        int i = 0;
        for (; i + Lanes <= length; i += Lanes)
            Vector256.FusedMultiplyAdd(Vector256.Load(y + i), factor, Vector256.Load(x + i)).Store(target + i);
        for (; i < length; i++)
            target[i] = Math.FusedMultiplyAdd(y[i], a, x[i]);
    }

    /// <summary>A x of a square matrix, row after row; no padding. Four rows at a time share the loads of x.</summary>
    /// <param name="matrix">[n·n].</param>
    /// <param name="x">[n].</param>
    /// <param name="product">[n].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRows(ReadOnlySpan<double> matrix, ReadOnlySpan<double> x, double* product)
    {
        int n = x.Length, i = 0, whole = n & -Lanes;
        fixed (double* a = matrix, v = x)
        {
            for (; i + 4 <= n; i += 4)
            {
                double* r0 = a + ((long)i * n), r1 = r0 + n, r2 = r1 + n, r3 = r2 + n;
                Vector s0 = Vector.Zero, s1 = s0, s2 = s0, s3 = s0;
                for (int j = 0; j < whole; j += Lanes)
                {
                    Vector f = Vector256.Load(v + j);
                    s0 = Vector256.FusedMultiplyAdd(Vector256.Load(r0 + j), f, s0);
                    s1 = Vector256.FusedMultiplyAdd(Vector256.Load(r1 + j), f, s1);
                    s2 = Vector256.FusedMultiplyAdd(Vector256.Load(r2 + j), f, s2);
                    s3 = Vector256.FusedMultiplyAdd(Vector256.Load(r3 + j), f, s3);
                }
                (product[i], product[i + 1], product[i + 2], product[i + 3]) = (Vector256.Sum(s0), Vector256.Sum(s1), Vector256.Sum(s2), Vector256.Sum(s3));
                for (int j = whole; j < n; j++)
                {
                    product[i] += r0[j] * v[j];
                    product[i + 1] += r1[j] * v[j];
                    product[i + 2] += r2[j] * v[j];
                    product[i + 3] += r3[j] * v[j];
                }
            }
            for (; i < n; i++)
            {
                double sum = 0;
                for (int j = 0; j < n; j++)
                    sum += a[((long)i * n) + j] * v[j];
                product[i] = sum;
            }
        }
    }

    /// <summary>Writes the transpose of a matrix.</summary>
    /// <param name="from">[rows · fromLeading] row after row.</param>
    /// <param name="fromLeading">From one row to the next.</param>
    /// <param name="rows">A multiple of four.</param>
    /// <param name="columns">A multiple of four.</param>
    /// <param name="to">[columns · toLeading].</param>
    /// <param name="toLeading">From one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(double* from, int fromLeading, int rows, int columns, double* to, int toLeading)
    {
        for (int i = 0; i < rows; i += Lanes)
        {
            for (int j = 0; j < columns; j += Lanes)
            {
                double* source = from + ((long)i * fromLeading) + j, target = to + ((long)j * toLeading) + i;
                Vector r0 = Vector256.Load(source), r1 = Vector256.Load(source + fromLeading), r2 = Vector256.Load(source + (2 * fromLeading)), r3 = Vector256.Load(source + (3 * fromLeading));
                Vector low0 = UnpackLow(r0, r1), high0 = UnpackHigh(r0, r1), low1 = UnpackLow(r2, r3), high1 = UnpackHigh(r2, r3);
                LowHalves(low0, low1).Store(target);
                LowHalves(high0, high1).Store(target + toLeading);
                HighHalves(low0, low1).Store(target + (2 * toLeading));
                HighHalves(high0, high1).Store(target + (3 * toLeading));
            }
        }
    }

    /// <summary>a0 b0 a2 b2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector UnpackLow(Vector a, Vector b) =>
        Avx.IsSupported ? Avx.UnpackLow(a, b) : Vector256.Create(a[0], b[0], a[2], b[2]);

    /// <summary>a1 b1 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector UnpackHigh(Vector a, Vector b) =>
        Avx.IsSupported ? Avx.UnpackHigh(a, b) : Vector256.Create(a[1], b[1], a[3], b[3]);

    /// <summary>a0 a1 b0 b1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector LowHalves(Vector a, Vector b) => Vector256.Create(a.GetLower(), b.GetLower());

    /// <summary>a2 a3 b2 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector HighHalves(Vector a, Vector b) => Vector256.Create(a.GetUpper(), b.GetUpper());
}
