using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DiffOG.Projectors.Transformer.Numerics;

/// <summary>256 bits: AVX2.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct Lanes256<T> : ILanes<T, Vector256<T>>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static int Count => Vector256<T>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(T* from) => Vector256.Load(from);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c) => typeof(T) == typeof(float)
        ? Vector256.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector256.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(T* from)
    {
        Lanes128<T>.Prefetch(from);
        Lanes128<T>.Prefetch(from + (2 * Count));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sums(Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d, T* to) =>
        Lanes128<T>.Sums(Halves(a), Halves(b), Halves(c), Halves(d), to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Halves(Vector256<T> values) => values.GetLower() + values.GetUpper();
}
