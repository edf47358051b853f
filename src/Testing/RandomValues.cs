using DiffOG.Actions;
using DiffOG.Randomness;

namespace DiffOG.Testing;

/// <summary>Seeded values for contract tests: the same on every machine.</summary>
public static class RandomValues
{
    /// <summary>Standard normal numbers.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed.</param>
    public static double[] Normal(int count, long seed)
    {
        float[] values = new float[count];
        new GaussianSource(seed, 0).Fill(values);
        return [.. values.Select(v => (double)v)];
    }

    /// <summary>A jerky chunk: a random walk with jumps, clipped to [-1, 1].</summary>
    /// <param name="steps">T.</param>
    /// <param name="dimensions">D.</param>
    /// <param name="seed">The seed.</param>
    public static ActionChunk Chunk(int steps, int dimensions, long seed)
    {
        double[] values = [.. Normal(steps * dimensions, seed).Select(v => 0.3 * v)];
        for (int i = dimensions; i < values.Length; i++)
            values[i] = Math.Clamp(values[i] + (0.8 * values[i - dimensions]), -1, 1);
        return new ActionChunk(steps, dimensions, values);
    }

    /// <summary>A symmetric positive definite matrix M Mᵀ / n + I.</summary>
    /// <param name="size">n.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>[n·n] row-major.</returns>
    public static double[] PositiveDefinite(int size, long seed)
    {
        double[] factor = Normal(size * size, seed);
        double[] matrix = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double sum = i == j ? size : 0;
                for (int k = 0; k < size; k++)
                    sum += factor[(i * size) + k] * factor[(j * size) + k];
                matrix[(i * size) + j] = sum / size;
            }
        }
        return matrix;
    }
}
