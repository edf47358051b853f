using DiffOG.Projectors.Transformer;
using DiffOG.Projectors.Transformer.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Benchmarks.Projector;

/// <summary>Forward and backward of a batch: the network, its parts, and the same by Torch's operators alone.</summary>
internal sealed class Training : IDisposable
{
    internal const int Batch = 128;
    private const string Forward = " forward";
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly TransformerProjector projector;
    private readonly CostNetwork network;
    private readonly Stopwatches watches = new(rounds: 6, repeats: 3);

    internal Training(int steps, int dimensions, int size)
    {
        projector = new TransformerProjector(new TransformerOptions { EmbedSize = size, FeedForward = size }, steps, dimensions, 1);
        network = (CostNetwork)projector.Module;
        int n = steps * dimensions;
        Tensor chunks = randn(Batch, steps, dimensions), features = randn(Batch, size).requires_grad_(true);
        Tensor toCosts = randn(Batch, n, n, dtype: ScalarType.Float64), toFeatures = randn(Batch, size), toEntries = randn(Batch, n * n);
        Tensor weight = network.state_dict()["L_linear.weight"], bias = network.state_dict()["L_linear.bias"];
        Add("network", () => network.call(chunks), toCosts);
        Add("operators", () => network.FromSquare(network.Features(chunks)), toCosts);
        Add("encoder", () => network.Features(chunks), toFeatures);
        Add("head", () => network.FromTriangle(features), toCosts);
        Add("head, operators", () => network.FromSquare(features), toCosts);
        Add("map, operators", () => nn.functional.linear(features, weight, bias), toEntries);
        watches.Run();
    }

    public void Dispose()
    {
        scope.Dispose();
        projector.Dispose();
    }

    /// <summary>Forward, and forward with backward [ms].</summary>
    internal (double Forward, double Both) this[string name] => (watches[name + Forward] / 1000, watches[name] / 1000);

    private void Add(string name, Func<Tensor> output, Tensor gradient)
    {
        watches.Add(name + Forward, () =>
        {
            using DisposeScope inner = NewDisposeScope();
            output();
        });
        watches.Add(name, () =>
        {
            using DisposeScope inner = NewDisposeScope();
            output().backward([gradient]);
            foreach (TorchSharp.Modules.Parameter parameter in network.parameters())
                parameter.grad = null;
        });
    }
}
