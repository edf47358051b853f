using DiffOG.Policies.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.DiffusionTransformer.Network;

/// <summary>
/// A layer of PyTorch's transformer encoder, or of its decoder, in which tokens attend to a memory too: normalised before
/// each part (<c>norm_first</c>), GELU, four times as wide inside.
/// </summary>
internal sealed class TransformerLayer : Module
{
    private readonly double dropout;
    private readonly Func<Tensor, Tensor?, Tensor> attendSelf;
    private readonly Func<Tensor, Tensor, Tensor?, Tensor>? attendMemory;
    private readonly Func<Tensor, Tensor> selfNorm;
    private readonly Func<Tensor, Tensor>? memoryNorm;
    private readonly Func<Tensor, Tensor> wideNorm;
    private readonly Func<Tensor, Tensor> widen;
    private readonly Func<Tensor, Tensor> narrow;

    internal TransformerLayer(TransformerShape shape, bool readsMemory)
        : base(nameof(TransformerLayer))
    {
        int size = shape.EmbedSize;
        dropout = shape.Dropout;
        attendSelf = Attention("self_attn").AttendSelf;
        attendMemory = readsMemory ? Attention("multihead_attn").AttendTo : null;
        widen = Add("linear1", Linear(size, 4 * size));
        narrow = Add("linear2", Linear(4 * size, size));
        selfNorm = Add("norm1", LayerNorm(size));
        memoryNorm = readsMemory ? Add("norm2", LayerNorm(size)) : null;
        wideNorm = Add(readsMemory ? "norm3" : "norm2", LayerNorm(size));

        MultiHeadAttention Attention(string name)
        {
            var attention = new MultiHeadAttention(size, shape.Heads, dropout);
            register_module(name, attention);
            return attention;
        }
    }

    /// <summary>A layer of an encoder.</summary>
    /// <param name="tokens">[B, N, E].</param>
    /// <param name="mask">[N, N] or null.</param>
    /// <returns>[B, N, E].</returns>
    internal Tensor Encode(Tensor tokens, Tensor? mask) => Widened(SelfAttended(tokens, mask));

    /// <summary>A layer of a decoder.</summary>
    /// <param name="tokens">[B, N, E].</param>
    /// <param name="mask">[N, N] or null.</param>
    /// <param name="memory">[B, M, E].</param>
    /// <param name="memoryMask">[N, M] or null.</param>
    /// <returns>[B, N, E].</returns>
    internal Tensor Decode(Tensor tokens, Tensor? mask, Tensor memory, Tensor? memoryMask)
    {
        Tensor mixed = SelfAttended(tokens, mask);
        return Widened(mixed + Drop(attendMemory!(memoryNorm!(mixed), memory, memoryMask)));
    }

    private Tensor SelfAttended(Tensor tokens, Tensor? mask) => tokens + Drop(attendSelf(selfNorm(tokens), mask));

    private Tensor Widened(Tensor tokens) => tokens + Drop(narrow(Drop(functional.gelu(widen(wideNorm(tokens))))));

    private Tensor Drop(Tensor values) => training && dropout > 0 ? functional.dropout(values, dropout) : values;

    private Func<Tensor, Tensor> Add(string name, Module<Tensor, Tensor> module)
    {
        register_module(name, module);
        return module.call;
    }
}
