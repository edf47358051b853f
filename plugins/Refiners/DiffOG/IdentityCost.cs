using DiffOG.Actions;
using DiffOG.Projectors;

namespace DiffOG.Refiners.DiffOG;

/// <summary>Q = I for every chunk.</summary>
internal sealed class IdentityCost : IQProjector
{
    private readonly double[] identity;

    internal IdentityCost(int steps, int dimensions)
    {
        (Steps, Dimensions) = (steps, dimensions);
        int n = steps * dimensions;
        identity = new double[n * n];
        for (int i = 0; i < n; i++)
            identity[(i * n) + i] = 1;
    }

    /// <inheritdoc/>
    public int Steps { get; }

    /// <inheritdoc/>
    public int Dimensions { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Project(IReadOnlyList<ActionChunk> chunks) => [.. chunks.Select(_ => identity.ToArray())];

    /// <inheritdoc/>
    public void Project(ActionChunk chunk, Memory<double> cost) => identity.CopyTo(cost);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
