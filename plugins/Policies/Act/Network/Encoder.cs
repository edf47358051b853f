using System.Globalization;
using DiffOG.Learning.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Act.Network;

/// <summary>Encoder layers one after the other; normalised at the end only where the layers normalise their input.</summary>
internal sealed class Encoder : Module
{
    private readonly Func<Tensor, Tensor, Tensor?, long, Tensor>[] layers;
    private readonly Func<Tensor, Tensor>? norm;

    internal Encoder(ActOptions options, int count)
        : base(nameof(Encoder))
    {
        var named = new NamedModules();
        layers = new Func<Tensor, Tensor, Tensor?, long, Tensor>[count];
        for (int i = 0; i < count; i++)
        {
            var layer = new EncoderLayer(options);
            named.With(i.ToString(CultureInfo.InvariantCulture), layer);
            layers[i] = layer.Encode;
        }
        register_module("layers", named);
        if (!options.PreNorm)
            return;
        Module<Tensor, Tensor> last = LayerNorm(options.EmbedSize);
        register_module("norm", last);
        norm = last.call;
    }

    /// <summary>All layers; parameters as those of <see cref="EncoderLayer.Encode"/>, whose tokens are all wanted.</summary>
    internal Tensor Encode(Tensor tokens, Tensor positions, Tensor? padding) => Encode(tokens, positions, padding, tokens.shape[1]);

    /// <summary>All layers, for the first token: the last layer computes only that.</summary>
    /// <returns>[B, E].</returns>
    internal Tensor Summarise(Tensor tokens, Tensor positions, Tensor? padding) => Encode(tokens, positions, padding, 1).select(1, 0);

    private Tensor Encode(Tensor tokens, Tensor positions, Tensor? padding, long wanted)
    {
        for (int i = 0; i < layers.Length; i++)
            tokens = layers[i](tokens, positions, padding, i < layers.Length - 1 ? tokens.shape[1] : wanted);
        return norm?.Invoke(tokens) ?? tokens;
    }
}
