using System.Runtime.InteropServices;
using DiffOG.Actions;
using DiffOG.Learning.Projectors;
using DiffOG.Learning.Safetensors;
using DiffOG.Projectors.Transformer.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Projectors.Transformer;

/// <summary>The learned Q-projector of DiffOG.</summary>
internal sealed class TransformerProjector : ITrainableQProjector
{
    private readonly CostNetwork network;
    private readonly TransformerOptions options;

    /// <summary>A projector with weights from a seed.</summary>
    /// <param name="options">Validated.</param>
    /// <param name="steps">T.</param>
    /// <param name="dimensions">D.</param>
    /// <param name="seed">Of the weights.</param>
    internal TransformerProjector(TransformerOptions options, int steps, int dimensions, long seed)
    {
        (this.options, Steps, Dimensions) = (options, steps, dimensions);
        using DisposeScope scope = NewDisposeScope();
        network = new CostNetwork(steps, dimensions, options);
        Initialise(seed);
        // Modules register their tensors with the scope they are made in.
        foreach (Tensor tensor in network.state_dict().Values)
            tensor.DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public int Steps { get; }

    /// <inheritdoc/>
    public int Dimensions { get; }

    /// <inheritdoc/>
    public nn.Module Module => network;

    /// <inheritdoc/>
    public void Initialise(long seed) => new WeightInitialiser(network, options).Draw(seed);

    /// <inheritdoc/>
    public Tensor Forward(Tensor chunks)
    {
        using DisposeScope scope = NewDisposeScope();
        return network.call(chunks).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Project(IReadOnlyList<ActionChunk> chunks)
    {
        if (chunks.Count == 0)
            return [];
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor costs = WithoutDropout(ToTensor(chunks)).cpu().contiguous();
        int size = (int)(costs.shape[1] * costs.shape[2]);
        var matrices = new double[chunks.Count][];
        ReadOnlySpan<double> values = MemoryMarshal.Cast<byte, double>(costs.bytes);
        for (int i = 0; i < matrices.Length; i++)
            matrices[i] = values.Slice(i * size, size).ToArray();
        return matrices;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, SafetensorsArray> ToArrays() =>
        StateDict.Of(network).ToDictionary(t => t.Key, t => t.Value.ToSafetensors(), StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Load(SafetensorsFile file) => StateDict.Load(file, StateDict.Of(network));

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    private Tensor WithoutDropout(Tensor chunks)
    {
        bool training = network.training;
        network.eval();
        try
        {
            return network.call(chunks);
        }
        finally
        {
            network.train(training);
        }
    }

    private Tensor ToTensor(IReadOnlyList<ActionChunk> chunks)
    {
        double[] values = new double[chunks.Count * Steps * Dimensions];
        for (int i = 0; i < chunks.Count; i++)
        {
            if (chunks[i].Steps != Steps || chunks[i].Dimensions != Dimensions)
                throw new ArgumentException($"The projector takes chunks [{Steps}, {Dimensions}]; chunk {i} is [{chunks[i].Steps}, {chunks[i].Dimensions}].", nameof(chunks));
            chunks[i].Values.CopyTo(values, i * Steps * Dimensions);
        }
        Tensor weights = network.parameters().First();
        return tensor(values, [chunks.Count, Steps, Dimensions]).to(weights.dtype).to(weights.device);
    }
}
