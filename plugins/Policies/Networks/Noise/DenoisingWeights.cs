namespace DiffOG.Policies.Networks.Noise;

/// <summary>What the chunk at the diffusion step before is summed from.</summary>
/// <param name="Clean">The weight of the predicted clean chunk.</param>
/// <param name="Sample">The weight of the present chunk.</param>
/// <param name="Noise">The weight of the predicted noise.</param>
/// <param name="Fresh">The weight of fresh noise.</param>
public readonly record struct DenoisingWeights(double Clean, double Sample, double Noise, double Fresh);
