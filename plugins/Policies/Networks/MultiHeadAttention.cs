using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Networks;

/// <summary>Multi-head attention (Vaswani et al. 2017, section 3.2.2) with the parameter names and initial weights of PyTorch's.</summary>
public sealed class MultiHeadAttention : Module
{
    private const string JointWeight = "in_proj_weight";
    private const string JointBias = "in_proj_bias";
    private readonly int size;
    private readonly int heads;
    private readonly double dropout;
    private readonly Func<Tensor, Tensor> output;

    /// <summary>Makes one with random weights, drawn from Torch's generator.</summary>
    /// <param name="size">E, a multiple of the heads.</param>
    /// <param name="heads">How many times it attends side by side.</param>
    /// <param name="dropout">The share of attention that is dropped in training.</param>
    public MultiHeadAttention(int size, int heads, double dropout)
        : base(nameof(MultiHeadAttention))
    {
        (this.size, this.heads, this.dropout) = (size, heads, dropout);
        var joint = new Parameter(zeros(3 * size, size));
        init.xavier_uniform_(joint);
        register_parameter(JointWeight, joint);
        register_parameter(JointBias, new Parameter(zeros(3 * size)));
        Linear projection = Linear(size, size);
        init.zeros_(projection.bias!);
        register_module("out_proj", projection);
        output = projection.call;
    }

    private Parameter Weight => _internal_params[JointWeight];

    private Parameter Bias => _internal_params[JointBias];

    /// <summary>Every token attends to all tokens.</summary>
    /// <param name="tokens">[B, N, E].</param>
    /// <param name="mask">Added to the scores, [N, N] or what broadcasts to [B, heads, N, N]: −∞ where nobody attends; null for none.</param>
    /// <returns>[B, N, E].</returns>
    public Tensor AttendSelf(Tensor tokens, Tensor? mask = null)
    {
        Tensor[] parts = functional.linear(tokens, Weight, Bias).chunk(3, -1);
        return Attend(parts[0], parts[1], parts[2], mask);
    }

    /// <summary>Every token attends to a memory.</summary>
    /// <param name="tokens">[B, N, E].</param>
    /// <param name="memory">[B, M, E].</param>
    /// <param name="mask">Added to the scores, [N, M] or what broadcasts to [B, heads, N, M]: −∞ where nobody attends; null for none.</param>
    /// <returns>[B, N, E].</returns>
    public Tensor AttendTo(Tensor tokens, Tensor memory, Tensor? mask = null)
    {
        Tensor queries = functional.linear(tokens, Weight.narrow(0, 0, size), Bias.narrow(0, 0, size));
        Tensor[] parts = functional.linear(memory, Weight.narrow(0, size, 2 * size), Bias.narrow(0, size, 2 * size)).chunk(2, -1);
        return Attend(queries, parts[0], parts[1], mask);
    }

    private Tensor Attend(Tensor queries, Tensor keys, Tensor values, Tensor? mask)
    {
        Tensor mixed = functional.scaled_dot_product_attention(Split(queries), Split(keys), Split(values), mask, training ? dropout : 0);
        return output(mixed.transpose(1, 2).flatten(2));
    }

    /// <summary>[B, N, E] to [B, heads, N, E / heads].</summary>
    private Tensor Split(Tensor tokens) => tokens.unflatten(2, [heads, size / heads]).transpose(1, 2);
}
