using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Policies.Act.Network;

/// <summary>Fixed sines and cosines that say where a token stands.</summary>
internal static class Positions
{
    private const double Longest = 10000;

    /// <summary>Positions in a sequence (Vaswani et al. 2017, section 3.5): even places are sines, odd ones cosines.</summary>
    /// <param name="count">N.</param>
    /// <param name="size">E.</param>
    /// <returns>[1, N, E] float32; belongs to no dispose scope.</returns>
    internal static Tensor Along(int count, int size)
    {
        float[] values = new float[count * size];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)Wave(i / size, i % size, size);
        return tensor(values, [1, count, size]).DetachFromDisposeScope();
    }

    private static double Wave(double position, int place, int size)
    {
        double angle = position / Math.Pow(Longest, 2 * (place / 2) / (double)size);
        return place % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
    }
}
