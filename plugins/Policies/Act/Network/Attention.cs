using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Act.Network;

/// <summary>Multi-head attention (Vaswani et al. 2017, section 3.2.2) with the parameter names and initial weights of PyTorch's.</summary>
internal sealed class Attention : Module
{
    private const string JointWeight = "in_proj_weight";
    private const string JointBias = "in_proj_bias";
    private readonly int heads;
    private readonly double dropout;
    private readonly Func<Tensor, Tensor> output;

    internal Attention(int size, int heads, double dropout)
        : base(nameof(Attention))
    {
        (this.heads, this.dropout) = (heads, dropout);
        var joint = new TorchSharp.Modules.Parameter(zeros(3 * size, size));
        init.xavier_uniform_(joint);
        register_parameter(JointWeight, joint);
        register_parameter(JointBias, new TorchSharp.Modules.Parameter(zeros(3 * size)));
        TorchSharp.Modules.Linear projection = Linear(size, size);
        init.zeros_(projection.bias!);
        register_module("out_proj", projection);
        output = projection.call;
    }

    /// <summary>For each query, the values averaged by how well their keys match.</summary>
    /// <param name="queries">[B, N, E].</param>
    /// <param name="keys">[B, M, E].</param>
    /// <param name="values">[B, M, E].</param>
    /// <param name="padding">[B, M] booleans: true for keys that nobody attends to; null for none.</param>
    /// <returns>[B, N, E].</returns>
    internal Tensor Attend(Tensor queries, Tensor keys, Tensor values, Tensor? padding = null)
    {
        Tensor[] weights = _internal_params[JointWeight].chunk(3);
        Tensor[] biases = _internal_params[JointBias].chunk(3);
        Tensor Heads(Tensor tokens, int part) =>
            functional.linear(tokens, weights[part], biases[part]).unflatten(2, [heads, -1]).transpose(1, 2);
        Tensor scores = Heads(queries, 0).matmul(Heads(keys, 1).transpose(2, 3)) / Math.Sqrt(queries.shape[2] / heads);
        if (padding is not null)
            scores = scores.masked_fill(padding.unsqueeze(1).unsqueeze(1), double.NegativeInfinity);
        Tensor shares = functional.dropout(scores.softmax(-1), dropout, training);
        return output(shares.matmul(Heads(values, 2)).transpose(1, 2).flatten(2));
    }
}
