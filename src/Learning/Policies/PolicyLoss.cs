using static TorchSharp.torch;

namespace DiffOG.Learning.Policies;

/// <summary>The loss of one training step; its tensors belong to the current dispose scope.</summary>
/// <param name="Value">[] what is minimised.</param>
public sealed record PolicyLoss(Tensor Value)
{
    /// <summary>
    /// Computes [B, T, D] normalised, with gradients: the chunks that the network makes of the demonstrations' observations
    /// in this very pass, for training a layer and the policy together. Null where a policy has no such estimate.
    /// </summary>
    public Func<Tensor>? Chunks { get; init; }
}
