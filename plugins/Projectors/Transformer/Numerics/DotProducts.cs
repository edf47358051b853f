using System.Numerics;
using System.Runtime.CompilerServices;

namespace DiffOG.Projectors.Transformer.Numerics;

/// <summary>
/// Dot products of rows, a few at once, so that what is loaded is used several times and the multipliers are kept busy:
/// <code>
///           a₀  a₁  a₂  a₃      Twelve sums stay in registers. Per vector of depth, seven loads feed twelve
///     b₀ [  ·   ·   ·   ·  ]    multiply-adds: the multipliers are the limit, not the loads, and twelve independent
///     b₁ [  ·   ·   ·   ·  ]    sums hide a multiply-add's latency.
///     b₂ [  ·   ·   ·   ·  ]
/// </code>
/// Each sum is taken in one order, which depends on the depth alone: not on the tile, nor on the other rows. Nothing is
/// called while the sums are in registers: they would all go to memory and back.
/// </summary>
/// <typeparam name="TLanes">How to compute with vectors.</typeparam>
/// <typeparam name="TVector">A vector.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal static unsafe class DotProducts<TLanes, TVector, T>
    where TLanes : struct, ILanes<T, TVector>
    where TVector : unmanaged
    where T : unmanaged, INumberBase<T>
{
    /// <summary>products[r, c] = bᵣ · a_c of three rows with four, all of them [depth]; products is [3, 4].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ThreeByFour(T* b0, T* b1, T* b2, T* a0, T* a1, T* a2, T* a3, int depth, T* products)
    {
        TVector c00 = default, c01 = default, c02 = default, c03 = default;
        TVector c10 = default, c11 = default, c12 = default, c13 = default;
        TVector c20 = default, c21 = default, c22 = default, c23 = default;
        int end = depth - (depth % TLanes.Count);
        for (int k = 0; k < end; k += TLanes.Count)
        {
            TVector x = TLanes.Load(b0 + k), y = TLanes.Load(b1 + k), z = TLanes.Load(b2 + k), a = TLanes.Load(a0 + k);
            c00 = TLanes.MultiplyAdd(x, a, c00);
            c10 = TLanes.MultiplyAdd(y, a, c10);
            c20 = TLanes.MultiplyAdd(z, a, c20);
            a = TLanes.Load(a1 + k);
            c01 = TLanes.MultiplyAdd(x, a, c01);
            c11 = TLanes.MultiplyAdd(y, a, c11);
            c21 = TLanes.MultiplyAdd(z, a, c21);
            a = TLanes.Load(a2 + k);
            c02 = TLanes.MultiplyAdd(x, a, c02);
            c12 = TLanes.MultiplyAdd(y, a, c12);
            c22 = TLanes.MultiplyAdd(z, a, c22);
            a = TLanes.Load(a3 + k);
            c03 = TLanes.MultiplyAdd(x, a, c03);
            c13 = TLanes.MultiplyAdd(y, a, c13);
            c23 = TLanes.MultiplyAdd(z, a, c23);
        }
        TLanes.Sums(c00, c01, c02, c03, products);
        TLanes.Sums(c10, c11, c12, c13, products + 4);
        TLanes.Sums(c20, c21, c22, c23, products + 8);
        if (end < depth)
        {
            AddRest(b0, a0, a1, a2, a3, end, depth, products);
            AddRest(b1, a0, a1, a2, a3, end, depth, products + 4);
            AddRest(b2, a0, a1, a2, a3, end, depth, products + 8);
        }
    }

    /// <summary>
    /// products[c] = b · a_c of one row with four that follow each other in memory and are read once: its bandwidth is the
    /// limit. What comes after them is asked for meanwhile; the processor's own guess comes later, as four rows look to it
    /// like four readers that stop and start again.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void OneByFour(T* b, T* a0, T* a1, T* a2, T* a3, int depth, T* products)
    {
        TVector c0 = default, c1 = default, c2 = default, c3 = default;
        T* next = a0 + (4L * depth);
        int end = depth - (depth % TLanes.Count);
        for (int k = 0; k < end; k += TLanes.Count, next += 4 * TLanes.Count)
        {
            TLanes.Prefetch(next);
            TVector x = TLanes.Load(b + k);
            c0 = TLanes.MultiplyAdd(x, TLanes.Load(a0 + k), c0);
            c1 = TLanes.MultiplyAdd(x, TLanes.Load(a1 + k), c1);
            c2 = TLanes.MultiplyAdd(x, TLanes.Load(a2 + k), c2);
            c3 = TLanes.MultiplyAdd(x, TLanes.Load(a3 + k), c3);
        }
        TLanes.Sums(c0, c1, c2, c3, products);
        if (end < depth)
            AddRest(b, a0, a1, a2, a3, end, depth, products);
    }

    /// <summary>What does not fill a vector.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddRest(T* b, T* a0, T* a1, T* a2, T* a3, int from, int depth, T* products)
    {
        for (int k = from; k < depth; k++)
        {
            products[0] += b[k] * a0[k];
            products[1] += b[k] * a1[k];
            products[2] += b[k] * a2[k];
            products[3] += b[k] * a3[k];
        }
    }
}
