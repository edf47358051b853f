using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Noise;

/// <summary>Chunks with noise in them, and what a network should say of them; belongs to the dispose scope it was made in.</summary>
/// <param name="Values">[B, H, D].</param>
/// <param name="Times">[B] as the network embeds them.</param>
/// <param name="Target">[B, H, D] what should be predicted.</param>
/// <param name="Clean">From a prediction [B, H, D] to the clean chunks it stands for.</param>
public sealed record NoisyChunks(Tensor Values, Tensor Times, Tensor Target, Func<Tensor, Tensor> Clean);
