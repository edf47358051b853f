using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Projectors.Transformer.Network;

/// <summary>A transformer encoder layer as PyTorch builds it by default: ReLU, normalised after each residual.</summary>
internal sealed class EncoderLayer : Module<Tensor, Tensor>
{
    private readonly double dropout;
    private readonly Func<Tensor, Tensor> attention;
    private readonly Func<Tensor, Tensor> widen;
    private readonly Func<Tensor, Tensor> narrow;
    private readonly Func<Tensor, Tensor> normAttention;
    private readonly Func<Tensor, Tensor> normFeedForward;

    internal EncoderLayer(int size, int heads, int feedForward, double dropout)
        : base(nameof(EncoderLayer))
    {
        this.dropout = dropout;
        attention = Add("self_attn", new SelfAttention(size, heads, dropout));
        widen = Add("linear1", Linear(size, feedForward));
        narrow = Add("linear2", Linear(feedForward, size));
        normAttention = Add("norm1", LayerNorm(size));
        normFeedForward = Add("norm2", LayerNorm(size));
    }

    /// <summary>One layer.</summary>
    /// <param name="steps">[B, T, E].</param>
    /// <returns>[B, T, E].</returns>
    public override Tensor forward(Tensor steps)
    {
        Tensor mixed = normAttention(steps + Drop(attention(steps)));
        return normFeedForward(mixed + Drop(narrow(Drop(widen(mixed).relu()))));
    }

    private Tensor Drop(Tensor values) => functional.dropout(values, dropout, training);

    private Func<Tensor, Tensor> Add(string name, Module<Tensor, Tensor> module)
    {
        register_module(name, module);
        return module.call;
    }
}
