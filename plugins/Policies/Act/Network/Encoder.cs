using System.Globalization;
using DiffOG.Learning.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Act.Network;

/// <summary>Encoder layers one after the other; normalised at the end only where the layers normalise their input.</summary>
internal sealed class Encoder : Module
{
    private readonly Func<Tensor, Tensor, Tensor?, Tensor>[] layers;
    private readonly Func<Tensor, Tensor>? norm;

    internal Encoder(ActOptions options, int count)
        : base(nameof(Encoder))
    {
        var named = new NamedModules();
        layers = new Func<Tensor, Tensor, Tensor?, Tensor>[count];
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

    /// <summary>All layers; parameters as those of <see cref="EncoderLayer.Encode"/>.</summary>
    internal Tensor Encode(Tensor tokens, Tensor positions, Tensor? padding = null)
    {
        foreach (Func<Tensor, Tensor, Tensor?, Tensor> layer in layers)
            tokens = layer(tokens, positions, padding);
        return norm?.Invoke(tokens) ?? tokens;
    }
}
