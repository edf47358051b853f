using DiffOG.Actions;

namespace DiffOG.Projectors;

/// <summary>Turns a chunk into the cost matrix Q of DiffOG (arXiv 2504.13807, section III): what deviates where is how bad.</summary>
public interface IQProjector : IDisposable
{
    /// <summary>T, the chunk length it was made for.</summary>
    int Steps { get; }

    /// <summary>D.</summary>
    int Dimensions { get; }

    /// <summary>The cost matrices of chunks; each depends on its own chunk alone.</summary>
    /// <param name="chunks">[B] chunks [T, D], normalised.</param>
    /// <returns>[B] matrices [n·n], row-major, symmetric positive definite, n = T·D, variables time-major.</returns>
    /// <exception cref="ArgumentException">A chunk has another shape.</exception>
    IReadOnlyList<double[]> Project(IReadOnlyList<ActionChunk> chunks);

    /// <summary>
    /// The cost matrix of one chunk, the same as <see cref="Project(IReadOnlyList{ActionChunk})"/> gives for it alone. For
    /// control loops: a projector that can do so writes it without allocating; by default the other member is called and
    /// its result copied.
    /// </summary>
    /// <param name="chunk">[T, D], normalised.</param>
    /// <param name="cost">[n·n], every entry is written; row-major, symmetric positive definite.</param>
    /// <exception cref="ArgumentException">The chunk has another shape, or there is not room for exactly n·n numbers.</exception>
    void Project(ActionChunk chunk, Memory<double> cost)
    {
        double[] matrix = Project([chunk])[0];
        if (cost.Length != matrix.Length)
            throw new ArgumentException($"The cost matrix has {matrix.Length} entries; there is room for {cost.Length}.", nameof(cost));
        matrix.CopyTo(cost);
    }
}
