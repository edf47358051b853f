using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DiffOG.Projectors.Transformer.Inference;

namespace DiffOG.Benchmarks.Projector;

/// <summary>Reads memory as fast as one thread can: the sum of all numbers.</summary>
internal static unsafe class Streaming
{
    internal static float Sum { get; private set; }

    /// <summary>The lower triangle's rows of the last map, as they lie.</summary>
    internal static void LowerRows(Affine map, int n, int size)
    {
        for (int i = 0; i < n; i++)
            Read(map.Weight + ((long)i * n * size), (long)(i + 1) * size);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Read(float* values, long count)
    {
        Vector256<float> a = default, b = default, c = default, d = default;
        for (long i = 0; i + 32 <= count; i += 32)
        {
            a += Vector256.Load(values + i);
            b += Vector256.Load(values + i + 8);
            c += Vector256.Load(values + i + 16);
            d += Vector256.Load(values + i + 24);
        }
        Sum += Vector256.Sum(a + b + c + d);
    }
}
