using System.Runtime.InteropServices;
using DiffOG.Actions;
using DiffOG.Learning.Projectors;
using DiffOG.Learning.Safetensors;
using DiffOG.Projectors.Transformer.Inference;
using DiffOG.Projectors.Transformer.Network;
using DiffOG.Projectors.Transformer.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Projectors.Transformer;

/// <summary>
/// The learned Q-projector of DiffOG. Calls of Project may overlap as long as nothing changes the weights meanwhile; all
/// else is for one thread at a time.
/// </summary>
internal sealed class TransformerProjector : ITrainableQProjector
{
    private readonly CostNetwork network;
    private readonly TransformerOptions options;
    private readonly CostInference inference;
    private readonly Lock mode = new();

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
        inference = new CostInference(network, options, steps, dimensions, Kernels.Fastest);
    }

    /// <inheritdoc/>
    public int Steps { get; }

    /// <inheritdoc/>
    public int Dimensions { get; }

    private int Variables => Steps * Dimensions;

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
        for (int i = 0; i < chunks.Count; i++)
            CheckShape(chunks[i], i, nameof(chunks));
        var costs = new double[chunks.Count][];
        for (int i = 0; i < costs.Length; i++)
        {
            costs[i] = new double[Variables * Variables];
            if (!inference.TryProject(chunks[i].Values, costs[i]))
                return ProjectByTorch(chunks);
        }
        return costs;
    }

    /// <inheritdoc/>
    public void Project(ActionChunk chunk, Memory<double> cost)
    {
        CheckShape(chunk, 0, nameof(chunk));
        if (cost.Length != Variables * Variables)
            throw new ArgumentException($"The cost matrix has {Variables * Variables} entries; there is room for {cost.Length}.", nameof(cost));
        if (!inference.TryProject(chunk.Values, cost.Span))
            ProjectByTorch([chunk])[0].CopyTo(cost);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, SafetensorsArray> ToArrays() =>
        StateDict.Of(network).ToDictionary(t => t.Key, t => t.Value.ToSafetensors(), StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Load(SafetensorsFile file) => StateDict.Load(file, StateDict.Of(network));

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    /// <summary>By the module itself: on other devices and in other element types.</summary>
    private double[][] ProjectByTorch(IReadOnlyList<ActionChunk> chunks)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor costs = WithoutDropout(ToTensor(chunks)).cpu().contiguous();
        int size = Variables * Variables;
        var matrices = new double[chunks.Count][];
        ReadOnlySpan<double> values = MemoryMarshal.Cast<byte, double>(costs.bytes);
        for (int i = 0; i < matrices.Length; i++)
            matrices[i] = values.Slice(i * size, size).ToArray();
        return matrices;
    }

    private Tensor WithoutDropout(Tensor chunks)
    {
        // The mode is the module's, so calls that overlap take turns.
        lock (mode)
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
    }

    private Tensor ToTensor(IReadOnlyList<ActionChunk> chunks)
    {
        double[] values = [.. chunks.SelectMany(c => c.Values)];
        Tensor weights = network.parameters().First();
        return tensor(values, [chunks.Count, Steps, Dimensions]).to(weights.dtype).to(weights.device);
    }

    private void CheckShape(ActionChunk chunk, int index, string parameter)
    {
        if (chunk.Steps != Steps || chunk.Dimensions != Dimensions)
            throw new ArgumentException($"The projector takes chunks [{Steps}, {Dimensions}]; chunk {index} is [{chunk.Steps}, {chunk.Dimensions}].", parameter);
    }
}
