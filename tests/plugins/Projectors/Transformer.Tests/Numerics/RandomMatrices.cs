using System.Runtime.CompilerServices;
using DiffOG.Projectors.Transformer.Numerics;
using DiffOG.Randomness;

namespace DiffOG.Projectors.Transformer.Tests.Numerics;

/// <summary>Matrices of random numbers that are not moved.</summary>
internal static unsafe class RandomMatrices
{
    internal static Matrix<float> Floats(int rows, int columns, long seed)
    {
        float[] values = GC.AllocateArray<float>(rows * columns, pinned: true);
        new GaussianSource(seed, 0).Fill(values);
        Kept.Add(values);
        return new Matrix<float>((float*)Unsafe.AsPointer(ref values[0]), rows, columns);
    }

    internal static Matrix<double> Doubles(int rows, int columns)
    {
        double[] values = GC.AllocateArray<double>(rows * columns, pinned: true);
        Kept.Add(values);
        return new Matrix<double>((double*)Unsafe.AsPointer(ref values[0]), rows, columns);
    }

    private static List<Array> Kept { get; } = [];
}
