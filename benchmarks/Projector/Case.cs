using DiffOG.Actions;
using DiffOG.Projectors.Transformer;
using DiffOG.Projectors.Transformer.Inference;
using DiffOG.Projectors.Transformer.Network;
using DiffOG.Projectors.Transformer.Numerics;
using DiffOG.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Benchmarks.Projector;

/// <summary>One size: the projector as the refiner calls it, its parts, and the bare operators that do the same work.</summary>
internal sealed unsafe class Case : IDisposable
{
    private readonly TransformerOptions options;
    private readonly TransformerProjector projector;
    private readonly CostInference inference;
    private readonly Workspace work;
    private readonly ActionChunk chunk;
    private readonly double[] cost;
    private readonly int steps, n, size;

    internal Case(int steps, int dimensions, int size)
    {
        (this.steps, this.size, n) = (steps, size, steps * dimensions);
        options = new TransformerOptions { EmbedSize = size, FeedForward = size };
        projector = new TransformerProjector(options, steps, dimensions, 1);
        var network = (CostNetwork)projector.Module;
        inference = new CostInference(network, options, steps, dimensions, Kernels.Fastest);
        work = inference.NewWorkspace();
        if (!new WeightSource(network, options).TryLocate(work.Weights))
            throw new InvalidOperationException("The weights are not where they are looked for.");
        chunk = Chunk(steps, dimensions);
        cost = new double[n * n];
        inference.Encode(work, chunk.Values);
        inference.Factor(work);
    }

    /// <summary>Bytes of the encoder's weights, all of them read once.</summary>
    internal long EncoderBytes => sizeof(float) * projector.Module.named_parameters().Where(p => !p.name.StartsWith("L_linear", StringComparison.Ordinal)).Sum(p => p.parameter.numel());

    /// <summary>Bytes of the last map's weights of the lower triangle.</summary>
    internal long HeadBytes => sizeof(float) * (long)n * (n + 1) / 2 * (size + 1);

    /// <summary>Managed bytes that one call allocates.</summary>
    internal long Allocated
    {
        get
        {
            projector.Project(chunk, cost);
            long before = GC.GetAllocatedBytesForCurrentThread();
            projector.Project(chunk, cost);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    public void Dispose() => projector.Dispose();

    internal void AddTo(Stopwatches watches)
    {
        watches.Add("module", WithTorch(scope => projector.Forward(Input())));
        watches.Add("managed", () => projector.Project(chunk, cost));
        watches.Add("stream", () =>
        {
            StreamEncoder();
            Streaming.LowerRows(work.Weights[^1], n, size);
        });
        watches.Add("encoder", () => inference.Encode(work, chunk.Values));
        watches.Add("head", () => inference.Factor(work));
        watches.Add("product", () => inference.Multiply(work, cost));
        watches.Add("stream encoder", StreamEncoder);
        watches.Add("stream head", () => Streaming.LowerRows(work.Weights[^1], n, size));
        watches.Add("torch mm", TorchEncoderProducts());
        watches.Add("torch linear", TorchHead());
        watches.Add("torch bmm", TorchProduct());
    }

    private static ActionChunk Chunk(int steps, int dimensions)
    {
        float[] values = new float[steps * dimensions];
        new GaussianSource(1, 0).Fill(values);
        return new ActionChunk(steps, dimensions, [.. values.Select(v => 0.4 * v)]);
    }

    private static Action WithTorch(Action<DisposeScope> body) => () =>
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        body(scope);
    };

    private Tensor Input() => tensor(chunk.Values, [1, chunk.Steps, chunk.Dimensions]).to(ScalarType.Float32);

    private void StreamEncoder()
    {
        for (int layer = 0; layer < options.Layers; layer++)
        {
            ReadOnlySpan<Affine> maps = work.Weights.AsSpan(1 + (layer * WeightSource.MapsPerLayer), 4);
            Streaming.Read(maps[0].Weight, 3L * size * size);
            for (int i = 1; i < 4; i++)
                Streaming.Read(maps[i].Weight, (long)size * size);
        }
    }

    /// <summary>The encoder's matrix products, nothing else.</summary>
    private Action TorchEncoderProducts()
    {
        Tensor[] weights = [.. projector.Module.named_parameters().Where(p => p.name.Contains("transformer", StringComparison.Ordinal) && p.parameter.dim() == 2).Select(p => p.parameter.detach().t())];
        Tensor x = randn(steps, size);
        return WithTorch(_ => Array.ForEach(weights, w => x.mm(w)));
    }

    /// <summary>The whole last map, n² rows, as Torch computes it.</summary>
    private Action TorchHead()
    {
        var parameters = projector.Module.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter);
        Tensor z = randn(1, size), weight = parameters["L_linear.weight"], bias = parameters["L_linear.bias"];
        return WithTorch(_ => nn.functional.linear(z, weight, bias));
    }

    private Action TorchProduct()
    {
        Tensor lower = randn(1, n, n, dtype: ScalarType.Float64).tril();
        return WithTorch(_ => lower.bmm(lower.transpose(1, 2)));
    }
}
