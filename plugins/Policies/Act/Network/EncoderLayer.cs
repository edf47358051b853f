using static TorchSharp.torch;

namespace DiffOG.Policies.Act.Network;

/// <summary>Self-attention and feed-forward; positions are added to queries and keys only, as DETR does (Carion et al. 2020).</summary>
internal sealed class EncoderLayer : TransformerLayer
{
    private readonly Func<Tensor, Tensor, Tensor, Tensor?, Tensor> attend;
    private readonly Func<Tensor, Tensor> attentionNorm;
    private readonly Func<Tensor, Tensor> feedForwardNorm;

    internal EncoderLayer(ActOptions options)
        : base(nameof(EncoderLayer), options)
    {
        attend = AddAttention("self_attn").Attend;
        attentionNorm = AddNorm("norm1");
        feedForwardNorm = AddNorm("norm2");
    }

    /// <summary>One layer, of which only the first tokens are wanted; the others are attended to all the same.</summary>
    /// <param name="tokens">[B, N, E].</param>
    /// <param name="positions">[1, N, E].</param>
    /// <param name="padding">[B, N] booleans: true for tokens that nobody attends to; null for none.</param>
    /// <param name="wanted">n, the number of tokens to give; N for all.</param>
    /// <returns>[B, n, E].</returns>
    internal Tensor Encode(Tensor tokens, Tensor positions, Tensor? padding, long wanted)
    {
        Tensor values = Before(attentionNorm, tokens);
        Tensor keys = values + positions;
        Tensor mixed = After(attentionNorm, tokens.narrow(1, 0, wanted), attend(keys.narrow(1, 0, wanted), keys, values, padding));
        return Residual(feedForwardNorm, mixed, FeedForward);
    }
}
