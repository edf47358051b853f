using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Policies.DiffusionTransformer.Network;

/// <summary>
/// Draws weights as the reference does: matrices and places from a normal distribution of 0.02, biases zero,
/// normalisations the identity. A network that is told nothing keeps its one condition place at zero, as there.
/// </summary>
internal static class InitialWeights
{
    private const double Spread = 0.02;

    /// <summary>Draws all weights from Torch's generator.</summary>
    /// <param name="network">Receives them.</param>
    internal static void Draw(DenoisingTransformer network)
    {
        using IDisposable frozen = no_grad();
        bool isTold = network.named_parameters().Any(p => p.name.StartsWith("cond_obs_emb", StringComparison.Ordinal));
        foreach ((string name, TorchSharp.Modules.Parameter weight) in network.named_parameters())
        {
            if (name.EndsWith("bias", StringComparison.Ordinal))
                nn.init.zeros_(weight);
            else if (weight.dim() == 1)
                nn.init.ones_(weight);
            else if (isTold || name != "cond_pos_emb")
                nn.init.normal_(weight, 0, Spread);
        }
    }
}
