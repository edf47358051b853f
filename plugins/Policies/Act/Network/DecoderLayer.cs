using static TorchSharp.torch;

namespace DiffOG.Policies.Act.Network;

/// <summary>Self-attention among the steps, attention to what was encoded, feed-forward.</summary>
internal sealed class DecoderLayer : TransformerLayer
{
    private readonly Func<Tensor, Tensor, Tensor, Tensor?, Tensor> attendSteps;
    private readonly Func<Tensor, Tensor, Tensor, Tensor?, Tensor> attendMemory;
    private readonly Func<Tensor, Tensor> stepsNorm;
    private readonly Func<Tensor, Tensor> memoryNorm;
    private readonly Func<Tensor, Tensor> feedForwardNorm;

    internal DecoderLayer(ActOptions options)
        : base(nameof(DecoderLayer), options)
    {
        attendSteps = AddAttention("self_attn").Attend;
        attendMemory = AddAttention("multihead_attn").Attend;
        stepsNorm = AddNorm("norm1");
        memoryNorm = AddNorm("norm2");
        feedForwardNorm = AddNorm("norm3");
    }

    /// <summary>One layer.</summary>
    /// <param name="steps">[B, T, E].</param>
    /// <param name="stepPositions">[1, T, E].</param>
    /// <param name="memory">[B, N, E] what was encoded.</param>
    /// <param name="memoryPositions">[1, N, E].</param>
    /// <returns>[B, T, E].</returns>
    internal Tensor Decode(Tensor steps, Tensor stepPositions, Tensor memory, Tensor memoryPositions)
    {
        Tensor mixed = Residual(stepsNorm, steps, values =>
        {
            Tensor placed = values + stepPositions;
            return attendSteps(placed, placed, values, null);
        });
        Tensor informed = Residual(memoryNorm, mixed, values => attendMemory(values + stepPositions, memory + memoryPositions, memory, null));
        return Residual(feedForwardNorm, informed, FeedForward);
    }
}
