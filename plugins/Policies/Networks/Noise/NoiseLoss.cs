using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Noise;

/// <summary>The loss of one training step of a denoising network; its tensors belong to the dispose scope they were made in.</summary>
/// <param name="Value">[] what is minimised.</param>
/// <param name="Clean">Computes [B, H, D]: the clean chunks that the predictions of this very pass stand for, with gradients.</param>
public sealed record NoiseLoss(Tensor Value, Func<Tensor> Clean);
