using DiffOG.Randomness;
using static TorchSharp.torch;

namespace DiffOG.Policies.Act.Network;

/// <summary>The latent's distribution given a demonstration: independent normals.</summary>
/// <param name="Mean">[B, L] μ.</param>
/// <param name="LogVariance">[B, L] log σ².</param>
internal sealed record Posterior(Tensor Mean, Tensor LogVariance)
{
    /// <summary>μ + σ ε, differentiable in both (Kingma and Welling 2014, section 2.4).</summary>
    /// <param name="random">Gives ε.</param>
    /// <returns>[B, L].</returns>
    internal Tensor Draw(GaussianSource random)
    {
        float[] noise = new float[Mean.numel()];
        random.Fill(noise);
        return Mean + ((LogVariance / 2).exp() * tensor(noise, Mean.shape, Mean.dtype, Mean.device));
    }

    /// <summary>The divergence from the standard normal, summed over the latent, averaged over the batch (ibid., appendix B).</summary>
    internal Tensor Divergence() => ((1 + LogVariance - Mean.square() - LogVariance.exp()).sum(-1) * -0.5).mean();
}
