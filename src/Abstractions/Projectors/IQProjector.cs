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
}
