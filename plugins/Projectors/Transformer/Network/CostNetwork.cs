using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Projectors.Transformer.Network;

/// <summary>
/// The Q-projector of DiffOG (arXiv 2504.13807, section III): features of the chunk → lower triangle L with a positive
/// diagonal → Q = L Lᵀ + ε I. Parameters have the names of the reference implementation.
/// </summary>
internal sealed class CostNetwork : Module<Tensor, Tensor>
{
    /// <summary>ε.</summary>
    internal const double Epsilon = 1e-4;

    /// <summary>No entry of L is larger.</summary>
    internal const double LargestEntry = 10;

    private readonly int variables;
    private readonly Func<Tensor, Tensor> encoder;
    private readonly Func<Tensor, Tensor> norm;
    private readonly Func<Tensor, Tensor> factor;

    internal CostNetwork(int steps, int dimensions, TransformerOptions options)
        : base(nameof(CostNetwork))
    {
        variables = steps * dimensions;
        encoder = Add("encoder", new ChunkEncoder(dimensions, options));
        factor = Add("L_linear", Linear(options.EmbedSize, (long)variables * variables));
        norm = Add("norm", LayerNorm(options.EmbedSize));
    }

    /// <summary>
    /// The cost matrices. The product L Lᵀ is formed in float64, whatever the network's type: in float32 its rounding
    /// exceeds ε where L is large (n = 448, entries of size 6), and Q is then not positive definite.
    /// </summary>
    /// <param name="chunks">[B, T, D] in the network's element type.</param>
    /// <returns>[B, n, n] float64, symmetric positive definite.</returns>
    public override Tensor forward(Tensor chunks)
    {
        Tensor lower = Factor(norm(encoder(chunks))).to(ScalarType.Float64);
        Tensor product = lower.bmm(lower.transpose(1, 2));
        return (0.5 * (product + product.transpose(1, 2))) + (Epsilon * eye(variables, dtype: ScalarType.Float64, device: product.device));
    }

    private Tensor Factor(Tensor features)
    {
        Tensor entries = factor(features).view(-1, variables, variables);
        Tensor diagonal = entries.diagonal(0, 1, 2).exp() + Epsilon;
        return entries.tril(-1).clamp(-LargestEntry, LargestEntry) + diagonal.clamp(-LargestEntry, LargestEntry).diag_embed();
    }

    private Func<Tensor, Tensor> Add(string name, Module<Tensor, Tensor> module)
    {
        register_module(name, module);
        return module.call;
    }
}
