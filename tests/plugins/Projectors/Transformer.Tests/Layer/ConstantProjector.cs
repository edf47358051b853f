using DiffOG.Actions;
using DiffOG.Learning.Projectors;
using DiffOG.Learning.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Projectors.Transformer.Tests.Layer;

/// <summary>The same trainable cost for every chunk, so that nothing but the layer rounds.</summary>
internal sealed class ConstantProjector : ITrainableQProjector
{
    private readonly Holder holder;

    internal ConstantProjector(int steps, int dimensions, double[] cost)
    {
        (Steps, Dimensions) = (steps, dimensions);
        holder = new Holder(tensor(cost, [steps * dimensions, steps * dimensions]));
    }

    public int Steps { get; }

    public int Dimensions { get; }

    public nn.Module Module => holder;

    internal Tensor Cost => holder.get_parameter("cost")!;

    public void Initialise(long seed) => throw new NotSupportedException();

    public Tensor Forward(Tensor chunks) => Cost.unsqueeze(0).expand(chunks.shape[0], -1, -1);

    public IReadOnlyList<double[]> Project(IReadOnlyList<ActionChunk> chunks) => [.. chunks.Select(_ => Cost.Doubles())];

    public IReadOnlyDictionary<string, SafetensorsArray> ToArrays() => throw new NotSupportedException();

    public void Load(SafetensorsFile file) => throw new NotSupportedException();

    public void Dispose() => holder.Dispose();

    private sealed class Holder : nn.Module
    {
        internal Holder(Tensor cost)
            : base(nameof(Holder)) => register_parameter("cost", new TorchSharp.Modules.Parameter(cost));
    }
}
