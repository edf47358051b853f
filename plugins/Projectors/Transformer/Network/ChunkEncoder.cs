using DiffOG.Learning.Networks;
using System.Globalization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Projectors.Transformer.Network;

/// <summary>Turns a chunk into features. There is no positional encoding: the order of the steps makes no difference, except for <see cref="PoolingKind.Cls"/>.</summary>
internal sealed class ChunkEncoder : Module<Tensor, Tensor>
{
    private readonly Func<Tensor, Tensor> input;
    private readonly Func<Tensor, Tensor>[] layers;
    private readonly Func<Tensor, Tensor> pool;

    internal ChunkEncoder(int dimensions, TransformerOptions options)
        : base(nameof(ChunkEncoder))
    {
        var projection = Linear(dimensions, options.EmbedSize);
        register_module("input_proj", projection);
        input = projection.call;
        NamedModules stack = new(), transformer = new();
        layers = [.. Enumerable.Range(0, options.Layers).Select(i => stack.Add(
            i.ToString(CultureInfo.InvariantCulture), new EncoderLayer(options.EmbedSize, options.Heads, options.FeedForward, options.Dropout)))];
        transformer.register_module("layers", stack);
        register_module("transformer", transformer);
        pool = Pool(options);
    }

    /// <summary>Encodes chunks.</summary>
    /// <param name="chunks">[B, T, D].</param>
    /// <returns>[B, E].</returns>
    public override Tensor forward(Tensor chunks) => pool(layers.Aggregate(input(chunks), (steps, layer) => layer(steps)));

    private Func<Tensor, Tensor> Pool(TransformerOptions options)
    {
        switch (options.Pooling)
        {
            case PoolingKind.Max:
                return steps => steps.max(1).values;
            case PoolingKind.Cls:
                return steps => steps.select(1, 0);
            case PoolingKind.Attention:
                var scores = new NamedModules();
                Func<Tensor, Tensor> hidden = scores.Add("0", Linear(options.EmbedSize, options.EmbedSize));
                Func<Tensor, Tensor> score = scores.Add("2", Linear(options.EmbedSize, 1));
                register_module("attention_weights", scores);
                return steps => (steps * score(hidden(steps).tanh()).softmax(1)).sum(1);
            default:
                return steps => steps.mean([1]);
        }
    }
}
