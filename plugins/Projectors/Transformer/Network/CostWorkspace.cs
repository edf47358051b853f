using DiffOG.Projectors.Transformer.Numerics;

namespace DiffOG.Projectors.Transformer.Network;

/// <summary>What one thread of <see cref="CostBatch"/> computes in.</summary>
/// <param name="variables">n.</param>
internal sealed class CostWorkspace(int variables)
{
    /// <summary>L, with zeros above the diagonal.</summary>
    internal PinnedMatrix<double> Lower { get; } = new(variables, Kernels.Padded(variables));

    /// <summary>dQ and its transpose added.</summary>
    internal PinnedMatrix<double> Symmetric { get; } = new(variables, variables);

    /// <summary>dL, in the lower triangle.</summary>
    internal PinnedMatrix<double> Gradient { get; } = new(variables, Kernels.Padded(variables));
}
