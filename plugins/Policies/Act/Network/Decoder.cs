using System.Globalization;
using DiffOG.Learning.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Act.Network;

/// <summary>Decoder layers one after the other, and a normalisation.</summary>
internal sealed class Decoder : Module
{
    private readonly Func<Tensor, Tensor, Tensor, Tensor, Tensor>[] layers;
    private readonly Func<Tensor, Tensor> norm;

    internal Decoder(ActOptions options)
        : base(nameof(Decoder))
    {
        var named = new NamedModules();
        layers = new Func<Tensor, Tensor, Tensor, Tensor, Tensor>[options.DecoderLayers];
        for (int i = 0; i < layers.Length; i++)
        {
            var layer = new DecoderLayer(options);
            named.With(i.ToString(CultureInfo.InvariantCulture), layer);
            layers[i] = layer.Decode;
        }
        register_module("layers", named);
        Module<Tensor, Tensor> last = LayerNorm(options.EmbedSize);
        register_module("norm", last);
        norm = last.call;
    }

    /// <summary>All layers; parameters as those of <see cref="DecoderLayer.Decode"/>.</summary>
    internal Tensor Decode(Tensor steps, Tensor stepPositions, Tensor memory, Tensor memoryPositions)
    {
        foreach (Func<Tensor, Tensor, Tensor, Tensor, Tensor> layer in layers)
            steps = layer(steps, stepPositions, memory, memoryPositions);
        return norm(steps);
    }
}
