using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Noise;

/// <summary>What a network says of noisy chunks, see <see cref="PredictionKind"/>.</summary>
/// <param name="noisy">[B, H, D] normalised.</param>
/// <param name="times">[B] how much noise there is: in diffusion the step, 0 for the least noise; as the network embeds it.</param>
/// <param name="condition">[B, …] what the chunks depend on, as the network wants it.</param>
/// <returns>[B, H, D].</returns>
public delegate Tensor Denoise(Tensor noisy, Tensor times, Tensor condition);
