using System.Runtime.Intrinsics;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.InteriorPoint.Numerics;

/// <summary>Sums and products of vectors anywhere in memory.</summary>
internal static unsafe class VectorOps
{
    private const int Width = 4;

    /// <summary>target ← target + factor · source.</summary>
    internal static void AddScaled(double* target, double factor, double* source, int count)
    {
        Vector factors = Vector256.Create(factor);
        int i = 0;
        for (; i + Width <= count; i += Width)
            Vector256.FusedMultiplyAdd(factors, Vector256.Load(source + i), Vector256.Load(target + i)).Store(target + i);
        for (; i < count; i++)
            target[i] = Math.FusedMultiplyAdd(factor, source[i], target[i]);
    }

    /// <summary>values ← factor · values.</summary>
    internal static void Scale(double* values, double factor, int count)
    {
        for (int i = 0; i < count; i++)
            values[i] *= factor;
    }

    /// <summary>The sum of the products of two vectors.</summary>
    internal static double Dot(double* a, double* b, int count)
    {
        Vector sum = Vector.Zero;
        int i = 0;
        for (; i + Width <= count; i += Width)
            sum = Vector256.FusedMultiplyAdd(Vector256.Load(a + i), Vector256.Load(b + i), sum);
        double rest = Vector256.Sum(sum);
        for (; i < count; i++)
            rest += a[i] * b[i];
        return rest;
    }

    /// <summary>The largest absolute value; not a number where one of them is none.</summary>
    internal static double Largest(double* values, int count)
    {
        Vector largest = Vector.Zero;
        int i = 0;
        for (; i + Width <= count; i += Width)
            largest = Vector256.Max(largest, Vector256.Abs(Vector256.Load(values + i)));
        double rest = 0;
        for (; i < count; i++)
            rest = Math.Max(rest, Math.Abs(values[i]));
        return Math.Max(rest, LargestOf(largest));
    }

    /// <summary>The largest element.</summary>
    internal static double LargestOf(Vector values) => Math.Max(Math.Max(values[0], values[1]), Math.Max(values[2], values[3]));

    /// <summary>target ← source.</summary>
    internal static void Copy(double* target, double* source, int count) =>
        new ReadOnlySpan<double>(source, count).CopyTo(new Span<double>(target, count));

    /// <summary>target ← 0.</summary>
    internal static void Clear(double* target, int count) => new Span<double>(target, count).Clear();
}
