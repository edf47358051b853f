using DiffOG.Actions;
using DiffOG.Learning.Projectors;
using DiffOG.Learning.Safetensors;
using DiffOG.Policies.Networks.Recurrent;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DiffOG.Policies.Leto.Optimisation;

/// <summary>
/// The cost of LeTO: one learned matrix L for all chunks, Q = L Lᵀ + 1e-4 I. L starts lower triangular; as in the
/// reference nothing keeps its upper part at zero, which leaves the set of possible Q as it is.
/// </summary>
/// <param name="network">Holds L; stays the caller's.</param>
/// <param name="steps">T.</param>
/// <param name="dimensions">D.</param>
internal sealed class GlobalCost(RecurrentNetwork network, int steps, int dimensions) : ITrainableQProjector
{
    /// <summary>L's name beside the LSTM.</summary>
    internal const string Name = "L";

    private const double Regularisation = 1e-4;

    /// <inheritdoc/>
    public int Steps => steps;

    /// <inheritdoc/>
    public int Dimensions => dimensions;

    /// <inheritdoc/>
    public nn.Module Module => network;

    private Tensor Factor => network.Beside(Name);

    /// <summary>L as it is before training, [n, n].</summary>
    /// <param name="variables">n.</param>
    /// <param name="start">How.</param>
    internal static Parameter Initial(int variables, InitialCost start)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = start is InitialCost.Reference ? rand(variables, variables).tril() : eye(variables, variables);
        return (Parameter)new Parameter(values).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public void Initialise(long seed)
    {
        manual_seed(seed);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Factor.copy_(rand(Factor.shape).tril());
    }

    /// <inheritdoc/>
    public Tensor Forward(Tensor chunks)
    {
        using DisposeScope scope = NewDisposeScope();
        return Matrix().expand(chunks.shape[0], -1, -1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Project(IReadOnlyList<ActionChunk> chunks)
    {
        foreach (ActionChunk chunk in chunks)
        {
            if (chunk.Steps != steps || chunk.Dimensions != dimensions)
                throw new ArgumentException($"The cost is made for chunks [{steps}, {dimensions}]; found [{chunk.Steps}, {chunk.Dimensions}].", nameof(chunks));
        }
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        double[] cost = Matrix().cpu().contiguous().data<double>().ToArray();
        return [.. chunks.Select(_ => (double[])cost.Clone())];
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, SafetensorsArray> ToArrays() => new Dictionary<string, SafetensorsArray> { [Name] = Factor.ToSafetensors() };

    /// <inheritdoc/>
    public void Load(SafetensorsFile file) => StateDict.Load(file, new Dictionary<string, Tensor> { [Name] = Factor });

    /// <inheritdoc/>
    public void Dispose()
    {
        // L belongs to the network.
    }

    /// <summary>Q [n, n] in double precision: products of single precision would lose what ε adds.</summary>
    private Tensor Matrix()
    {
        Tensor factor = Factor.to(ScalarType.Float64);
        return factor.matmul(factor.t()) + (eye(factor.shape[0], dtype: ScalarType.Float64, device: factor.device) * Regularisation);
    }
}
