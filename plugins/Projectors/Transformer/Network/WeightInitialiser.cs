using static TorchSharp.torch;

namespace DiffOG.Projectors.Transformer.Network;

/// <summary>Draws weights as PyTorch's modules do when they are made, in the same order, from a generator of its own.</summary>
/// <param name="network">Receives the weights.</param>
/// <param name="options">How.</param>
internal sealed class WeightInitialiser(CostNetwork network, TransformerOptions options)
{
    private const double NearIdentityScale = 0.02;
    private const string FirstLayer = "encoder.transformer.layers.0.";

    private readonly Dictionary<string, Tensor> weights = network.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter, StringComparer.Ordinal);

    /// <summary>Draws all weights.</summary>
    /// <param name="seed">The generator's.</param>
    internal void Draw(long seed)
    {
        using IDisposable frozen = no_grad();
        using var generator = new Generator(unchecked((ulong)seed), CPU);
        Linear("encoder.input_proj", generator);
        Attention(FirstLayer + "self_attn.", generator);
        Linear(FirstLayer + "linear1", generator);
        Linear(FirstLayer + "linear2", generator);
        CopyFirstLayer();
        if (options.Pooling == PoolingKind.Attention)
        {
            Linear("encoder.attention_weights.0", generator);
            Linear("encoder.attention_weights.2", generator);
        }
        Linear("L_linear", generator);
        Norms();
        if (options.InitialWeights == InitialWeights.NearIdentity)
            Shrink("L_linear.weight", "L_linear.bias");
    }

    /// <summary>U(−1/√fan-in, 1/√fan-in), weight first.</summary>
    private void Linear(string name, Generator generator)
    {
        double bound = 1 / Math.Sqrt(weights[name + ".weight"].shape[1]);
        weights[name + ".weight"].uniform_(-bound, bound, generator);
        weights[name + ".bias"].uniform_(-bound, bound, generator);
    }

    /// <summary>The output projection is drawn like any other; then the joint input projection is uniform by Glorot and Bengio (2010); biases are zero.</summary>
    private void Attention(string name, Generator generator)
    {
        Linear(name + "out_proj", generator);
        Tensor joint = weights[name + "in_proj_weight"];
        double bound = Math.Sqrt(6.0 / (joint.shape[0] + joint.shape[1]));
        joint.uniform_(-bound, bound, generator);
        weights[name + "in_proj_bias"].zero_();
        weights[name + "out_proj.bias"].zero_();
    }

    /// <summary>PyTorch's encoder is made of copies of one layer, so all layers start alike.</summary>
    private void CopyFirstLayer()
    {
        foreach ((string name, Tensor weight) in weights)
        {
            int end = name.StartsWith("encoder.transformer.layers.", StringComparison.Ordinal) ? name.IndexOf('.', FirstLayer.Length - 2) : -1;
            if (end > 0 && !name.StartsWith(FirstLayer, StringComparison.Ordinal))
                weight.copy_(weights[FirstLayer + name[(end + 1)..]]);
        }
    }

    private void Norms()
    {
        foreach ((string name, Tensor weight) in weights.Where(w => w.Key.Split('.')[^2].StartsWith("norm", StringComparison.Ordinal)))
        {
            if (name.EndsWith(".weight", StringComparison.Ordinal))
                weight.fill_(1);
            else
                weight.zero_();
        }
    }

    private void Shrink(params string[] names)
    {
        foreach (string name in names)
            weights[name].mul_(NearIdentityScale);
    }
}
