using DiffOG.Learning.Policies;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Noise;

/// <summary>What a policy wants of a network that turns noise into action chunks.</summary>
public interface IDenoisingNetwork
{
    /// <summary>What the chunks depend on, computed once for all steps of a sample.</summary>
    /// <param name="observations">Normalised.</param>
    /// <returns>[B, …].</returns>
    Tensor Condition(ObservationBatch observations);

    /// <summary>See <see cref="Noise.Denoise"/>.</summary>
    /// <param name="noisy">[B, H, D] normalised.</param>
    /// <param name="times">[B] how noisy they are.</param>
    /// <param name="condition">What <see cref="Condition"/> returned.</param>
    /// <returns>[B, H, D].</returns>
    Tensor Denoise(Tensor noisy, Tensor times, Tensor condition);
}
