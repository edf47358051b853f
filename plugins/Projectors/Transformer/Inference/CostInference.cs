using System.Runtime.CompilerServices;
using DiffOG.Projectors.Transformer.Network;
using DiffOG.Projectors.Transformer.Numerics;

namespace DiffOG.Projectors.Transformer.Inference;

/// <summary>
/// <see cref="CostNetwork"/> for one chunk, without Torch: the same numbers to the rounding of float32, on the calling
/// thread, without allocating. Dropout and training mode do not exist here.
/// </summary>
internal sealed unsafe class CostInference
{
    private readonly TransformerOptions options;
    private readonly int steps;
    private readonly int dimensions;
    private readonly WeightSource source;
    private readonly Kernels kernels;
    private Workspace? spare;

    /// <summary>Reads a network's weights at every call.</summary>
    /// <param name="network">Stays the caller's.</param>
    /// <param name="options">How it was made.</param>
    /// <param name="steps">T.</param>
    /// <param name="dimensions">D.</param>
    /// <param name="kernels">Which are used.</param>
    internal CostInference(CostNetwork network, TransformerOptions options, int steps, int dimensions, Kernels kernels)
    {
        (this.options, this.steps, this.dimensions, this.kernels) = (options, steps, dimensions, kernels);
        source = new WeightSource(network, options);
    }

    /// <summary>The cost matrix of a chunk. Calls may overlap; what they read must not change meanwhile.</summary>
    /// <param name="chunk">[T·D].</param>
    /// <param name="cost">[n·n] receives Q.</param>
    /// <returns>False, with nothing written, where the weights are not float32 in this processor's memory.</returns>
    internal bool TryProject(ReadOnlySpan<double> chunk, Span<double> cost)
    {
        Workspace work = Interlocked.Exchange(ref spare, null) ?? NewWorkspace();
        bool located = source.TryLocate(work.Weights);
        if (located)
        {
            Encode(work, chunk);
            Factor(work);
            Multiply(work, cost);
        }
        spare = work;
        return located;
    }

    internal Workspace NewWorkspace() => new(options, steps, dimensions, source.Count);

    /// <summary>chunk → features.</summary>
    internal void Encode(Workspace work, ReadOnlySpan<double> chunk)
    {
        Input(work, chunk);
        ReadOnlySpan<Affine> maps = work.Weights.AsSpan(1);
        for (int i = 0; i < options.Layers; i++)
            Layer(work, maps.Slice(i * WeightSource.MapsPerLayer, WeightSource.MapsPerLayer));
        Pool(work, maps[(options.Layers * WeightSource.MapsPerLayer)..]);
        Elementwise.Normalise(work.Features.Row(0), Span(work.Weights[^2].Weight), Span(work.Weights[^2].Bias));
    }

    /// <summary>features → L: of the n² rows of the last map, those of the lower triangle alone are read, and they lie side by side for each row of L.</summary>
    internal void Factor(Workspace work)
    {
        int n = steps * dimensions;
        Affine map = work.Weights[^1];
        var weights = new Matrix<float>(map.Weight, n * n, options.EmbedSize);
        for (int i = 0; i < n; i++)
        {
            kernels.Linear(work.Features[0], weights.Slice(i * n, i + 1), map.Bias + (i * n), work.Entries[0]);
            Span<float> entries = work.Entries.Row(0)[..(i + 1)];
            entries[i] = MathF.Exp(entries[i]) + (float)CostNetwork.Epsilon;
            Elementwise.Clamp(entries, (float)CostNetwork.LargestEntry, work.Lower.Row(i));
        }
    }

    /// <summary>L → Q.</summary>
    internal void Multiply(Workspace work, Span<double> cost)
    {
        int n = steps * dimensions;
        fixed (double* product = cost)
            kernels.Gram(work.Lower, CostNetwork.Epsilon, new Matrix<double>(product, n, n));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Input(Workspace work, ReadOnlySpan<double> chunk)
    {
        for (int i = 0; i < chunk.Length; i++)
            work.Chunk[0][i] = (float)chunk[i];
        Affine map = work.Weights[0];
        for (int e = 0; e < options.EmbedSize; e++)
        {
            for (int d = 0; d < dimensions; d++)
                work.InputColumns[d][e] = map.Weight[(e * dimensions) + d];
        }
        Combinations.Multiply(work.Chunk, work.InputColumns, work.Steps);
        for (int t = 0; t < steps; t++)
            Elementwise.AddScaled(work.Steps.Row(t), Span(map.Bias), 1);
    }

    private void Layer(Workspace work, ReadOnlySpan<Affine> maps)
    {
        Linear(work.Steps, maps[0], work.Joint);
        Attend(work);
        Linear(work.Mixed, maps[1], work.Change);
        AddAndNormalise(work, maps[4]);
        Linear(work.Steps, maps[2], work.Hidden);
        for (int t = 0; t < steps; t++)
            Elementwise.Rectify(work.Hidden.Row(t));
        Linear(work.Hidden, maps[3], work.Change);
        AddAndNormalise(work, maps[5]);
    }

    private void Attend(Workspace work)
    {
        int size = options.EmbedSize, head = size / options.Heads;
        for (int first = 0; first < size; first += head)
        {
            kernels.Linear(work.Joint.Part(first, head), work.Joint.Part(size + first, head), null, work.Scores);
            for (int t = 0; t < steps; t++)
                Elementwise.Softmax(work.Scores.Row(t), 1 / MathF.Sqrt(head));
            Combinations.Multiply(work.Scores, work.Joint.Part((2 * size) + first, head), work.Mixed.Part(first, head));
        }
    }

    private void AddAndNormalise(Workspace work, Affine norm)
    {
        for (int t = 0; t < steps; t++)
            Elementwise.AddAndNormalise(work.Steps.Row(t), work.Change.Row(t), Span(norm.Weight), Span(norm.Bias));
    }

    private void Pool(Workspace work, ReadOnlySpan<Affine> maps)
    {
        Span<float> features = work.Features.Row(0);
        switch (options.Pooling)
        {
            case PoolingKind.Max:
                work.Steps.Row(0).CopyTo(features);
                for (int t = 1; t < steps; t++)
                    Elementwise.Largest(features, work.Steps.Row(t));
                break;
            case PoolingKind.Cls:
                work.Steps.Row(0).CopyTo(features);
                break;
            case PoolingKind.Attention:
                PoolByAttention(work, maps[0], maps[1]);
                break;
            default:
                features.Clear();
                for (int t = 0; t < steps; t++)
                    Elementwise.AddScaled(features, work.Steps.Row(t), 1f / steps);
                break;
        }
    }

    private void PoolByAttention(Workspace work, Affine hidden, Affine score)
    {
        Linear(work.Steps, hidden, work.Change);
        Span<float> features = work.Features.Row(0), shares = work.Scores.Row(0);
        for (int t = 0; t < steps; t++)
            Elementwise.Tanh(work.Change.Row(t));
        kernels.Linear(work.Change, new Matrix<float>(score.Weight, 1, options.EmbedSize), score.Bias, new Matrix<float>(work.Scores[0], steps, 1));
        Elementwise.Softmax(shares, 1);
        features.Clear();
        for (int t = 0; t < steps; t++)
            Elementwise.AddScaled(features, work.Steps.Row(t), shares[t]);
    }

    private void Linear(Matrix<float> x, Affine map, Matrix<float> y) =>
        kernels.Linear(x, new Matrix<float>(map.Weight, y.Columns, x.Columns), map.Bias, y);

    private ReadOnlySpan<float> Span(float* values) => new(values, options.EmbedSize);
}
