using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Projectors.Transformer.Network;

/// <summary>Multi-head self-attention (Vaswani et al. 2017, section 3.2) with the parameter names of PyTorch's.</summary>
internal sealed class SelfAttention : Module<Tensor, Tensor>
{
    private const string JointWeight = "in_proj_weight";
    private const string JointBias = "in_proj_bias";
    private readonly int heads;
    private readonly double dropout;
    private readonly Func<Tensor, Tensor> output;

    internal SelfAttention(int size, int heads, double dropout)
        : base(nameof(SelfAttention))
    {
        (this.heads, this.dropout) = (heads, dropout);
        register_parameter(JointWeight, new TorchSharp.Modules.Parameter(zeros(3 * size, size)));
        register_parameter(JointBias, new TorchSharp.Modules.Parameter(zeros(3 * size)));
        var projection = Linear(size, size);
        register_module("out_proj", projection);
        output = projection.call;
    }

    /// <summary>[3 E, E] of queries, keys and values.</summary>
    internal TorchSharp.Modules.Parameter InWeight => _internal_params[JointWeight];

    /// <summary>[3 E].</summary>
    internal TorchSharp.Modules.Parameter InBias => _internal_params[JointBias];

    /// <summary>Mixes the steps of each chunk.</summary>
    /// <param name="steps">[B, T, E].</param>
    /// <returns>[B, T, E].</returns>
    public override Tensor forward(Tensor steps)
    {
        (long batch, long length, long size) = (steps.shape[0], steps.shape[1], steps.shape[2]);
        Tensor[] parts = functional.linear(steps, InWeight, InBias)
            .view(batch, length, 3 * heads, size / heads).transpose(1, 2).chunk(3, 1);
        Tensor scores = parts[0].matmul(parts[1].transpose(2, 3)) / Math.Sqrt(size / heads);
        Tensor weights = functional.dropout(scores.softmax(-1), dropout, training);
        return output(weights.matmul(parts[2]).transpose(1, 2).reshape(batch, length, size));
    }
}
