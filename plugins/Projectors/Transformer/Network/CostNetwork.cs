using System.Collections.Concurrent;
using TorchSharp;
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
    private readonly long[] triangle;
    private readonly ConcurrentBag<CostWorkspace> spares = [];
    private readonly Func<Tensor, Tensor> encoder;
    private readonly Func<Tensor, Tensor> norm;
    private readonly Func<(Tensor Weight, Tensor Bias)> factor;

    internal CostNetwork(int steps, int dimensions, TransformerOptions options)
        : base(nameof(CostNetwork))
    {
        variables = steps * dimensions;
        triangle = [.. Enumerable.Range(0, variables).SelectMany(i => Enumerable.Range(0, i + 1).Select(j => ((long)i * variables) + j))];
        encoder = Add("encoder", new ChunkEncoder(dimensions, options));
        var map = Linear(options.EmbedSize, (long)variables * variables);
        register_module("L_linear", map);
        factor = () => (map.weight, map.bias!);
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
        Tensor features = Features(chunks);
        return features.device_type == DeviceType.CPU ? FromTriangle(features) : FromSquare(features);
    }

    /// <summary>What the encoder makes of chunks.</summary>
    /// <param name="chunks">[B, T, D].</param>
    /// <returns>[B, E].</returns>
    internal Tensor Features(Tensor chunks) => norm(encoder(chunks));

    /// <summary>Of the last map's n² rows, only those of the lower triangle are used: half of its work, forward and backward.</summary>
    /// <param name="features">[B, E] in the processor's memory.</param>
    internal Tensor FromTriangle(Tensor features)
    {
        (Tensor weight, Tensor bias) = factor();
        Tensor rows = tensor(triangle);
        Tensor entries = functional.linear(features, weight.index_select(0, rows), bias.index_select(0, rows)).to(ScalarType.Float64);
        var batch = new CostBatch(entries, variables, spares);
        return is_grad_enabled() && entries.requires_grad ? CostFunction.apply(entries, batch) : batch.Costs();
    }

    /// <summary>The same by Torch's operators, for any device.</summary>
    /// <param name="features">[B, E].</param>
    internal Tensor FromSquare(Tensor features)
    {
        (Tensor weight, Tensor bias) = factor();
        Tensor entries = functional.linear(features, weight, bias).view(-1, variables, variables);
        Tensor diagonal = entries.diagonal(0, 1, 2).exp() + Epsilon;
        Tensor lower = (entries.tril(-1).clamp(-LargestEntry, LargestEntry) + diagonal.clamp(-LargestEntry, LargestEntry).diag_embed()).to(ScalarType.Float64);
        Tensor product = lower.bmm(lower.transpose(1, 2));
        return (0.5 * (product + product.transpose(1, 2))) + (Epsilon * eye(variables, dtype: ScalarType.Float64, device: product.device));
    }

    private Func<Tensor, Tensor> Add(string name, Module<Tensor, Tensor> module)
    {
        register_module(name, module);
        return module.call;
    }
}
