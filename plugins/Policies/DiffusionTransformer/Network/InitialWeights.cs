using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Policies.DiffusionTransformer.Network;

/// <summary>
/// Draws weights: matrices and places from a normal distribution of 0.02, biases zero, normalisations the identity.
/// <para>
/// That is the reference's way. But an observation goes through four such matrices, with no normalisation between, before
/// it reaches a step: embedding, the two maps of the memory, values of the attention. With 64 entries a token it arrives
/// a thousand times smaller than it was, and short training ends before the policy has learned to look. With a deviation
/// of 1/√inputs (LeCun et al. 1998, section 4.6) the first three keep the size of what they are given.
/// </para>
/// </summary>
internal static class InitialWeights
{
    private const double Spread = 0.02;

    /// <summary>Draws all weights from Torch's generator.</summary>
    /// <param name="network">Receives them.</param>
    /// <param name="shape">The network's.</param>
    internal static void Draw(DenoisingTransformer network, TransformerShape shape)
    {
        using IDisposable frozen = no_grad();
        foreach ((string name, TorchSharp.Modules.Parameter weight) in network.named_parameters())
        {
            if (name.EndsWith("bias", StringComparison.Ordinal))
                nn.init.zeros_(weight);
            else if (weight.dim() == 1)
                nn.init.ones_(weight);
            // A network that is told nothing keeps its one condition place at zero, as the reference's.
            else if (shape.ConditionSize > 0 || name != "cond_pos_emb")
                nn.init.normal_(weight, 0, shape.ScaledCondition && LeadsFromObservations(name) ? 1 / Math.Sqrt(weight.shape[1]) : Spread);
        }
    }

    private static bool LeadsFromObservations(string name) => name is "cond_obs_emb.weight" or "encoder.0.weight" or "encoder.2.weight";
}
