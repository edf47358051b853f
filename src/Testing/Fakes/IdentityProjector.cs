using DiffOG.Actions;
using DiffOG.Projectors;

namespace DiffOG.Testing.Fakes;

/// <summary>Q = I whatever the chunk.</summary>
/// <param name="steps">T.</param>
/// <param name="dimensions">D.</param>
public sealed class IdentityProjector(int steps, int dimensions) : IQProjector
{
    /// <inheritdoc/>
    public int Steps { get; } = steps;

    /// <inheritdoc/>
    public int Dimensions { get; } = dimensions;

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Project(IReadOnlyList<ActionChunk> chunks)
    {
        if (chunks.Any(c => c.Steps != Steps || c.Dimensions != Dimensions))
            throw new ArgumentException($"Chunks must be [{Steps}, {Dimensions}].", nameof(chunks));
        int n = Steps * Dimensions;
        return [.. chunks.Select(_ => Enumerable.Range(0, n * n).Select(i => i / n == i % n ? 1.0 : 0.0).ToArray())];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
