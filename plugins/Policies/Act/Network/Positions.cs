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

    /// <summary>
    /// Positions in a map (Carion et al. 2020, appendix A.4): the first half is the row's, the second the column's. Rows
    /// count from 1 and are scaled so that the last is 2π.
    /// </summary>
    /// <param name="height">h.</param>
    /// <param name="width">w.</param>
    /// <param name="size">E, a multiple of 4.</param>
    /// <returns>[1, h·w, E] float32, row by row; belongs to the current dispose scope.</returns>
    internal static Tensor Over(int height, int width, int size)
    {
        int half = size / 2;
        float[] values = new float[height * width * size];
        for (int i = 0; i < values.Length; i++)
        {
            int place = i % size, at = i / size;
            values[i] = (float)(place < half
                ? Wave(Turn(at / width, height), place, half)
                : Wave(Turn(at % width, width), place - half, half));
        }
        return tensor(values, [1, height * width, size]);
    }

    // The reference's guard against a division by zero is part of its numbers.
    private static double Turn(int index, int count) => (index + 1) / (count + 1e-6) * 2 * Math.PI;

    private static double Wave(double position, int place, int size)
    {
        double angle = position / Math.Pow(Longest, 2 * (place / 2) / (double)size);
        return place % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
    }
}
