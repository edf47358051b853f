using static TorchSharp.torch;

namespace DiffOG.Policies.DiffusionTransformer.Network;

/// <summary>What is added to the scores of an attention.</summary>
internal static class AttentionMasks
{
    /// <summary>Token t attends to tokens 0 to t + ahead: 0 there, −∞ elsewhere.</summary>
    /// <param name="tokens">N.</param>
    /// <param name="attended">M.</param>
    /// <param name="ahead">0 or more.</param>
    /// <returns>[N, M] float32.</returns>
    internal static Tensor UpTo(int tokens, int attended, int ahead)
    {
        float[] values = [.. Enumerable.Range(0, tokens * attended).Select(i => i % attended <= (i / attended) + ahead ? 0 : float.NegativeInfinity)];
        return tensor(values, [tokens, attended]);
    }
}
