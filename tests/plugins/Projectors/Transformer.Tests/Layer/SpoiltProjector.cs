using DiffOG.Actions;
using DiffOG.Learning.Projectors;
using DiffOG.Learning.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Projectors.Transformer.Tests.Layer;

/// <summary>A projector whose cost for one chunk of every batch is multiplied by a number.</summary>
internal sealed class SpoiltProjector(ITrainableQProjector inner, int index, double factor) : ITrainableQProjector
{
    public int Steps => inner.Steps;

    public int Dimensions => inner.Dimensions;

    public nn.Module Module => inner.Module;

    public void Initialise(long seed) => inner.Initialise(seed);

    public Tensor Forward(Tensor chunks)
    {
        Tensor costs = inner.Forward(chunks);
        return where((arange(chunks.shape[0]) == index).view(-1, 1, 1), costs.detach() * factor, costs);
    }

    public IReadOnlyList<double[]> Project(IReadOnlyList<ActionChunk> chunks) => throw new NotSupportedException();

    public IReadOnlyDictionary<string, SafetensorsArray> ToArrays() => throw new NotSupportedException();

    public void Load(SafetensorsFile file) => throw new NotSupportedException();

    public void Dispose() => inner.Dispose();
}
