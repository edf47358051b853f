using DiffOG.Projectors.Transformer.Numerics;

namespace DiffOG.Projectors.Transformer.Inference;

/// <summary>What one call computes in: made once, used by one call at a time, so that calls allocate nothing.</summary>
internal sealed class Workspace
{
    /// <summary>Keeps the memory that the matrices point to.</summary>
    private readonly List<object> memory = [];

    internal Workspace(TransformerOptions options, int steps, int dimensions, int maps)
    {
        int variables = steps * dimensions, size = options.EmbedSize;
        Weights = new Affine[maps];
        Chunk = New<float>(steps, dimensions);
        InputColumns = New<float>(dimensions, size);
        Steps = New<float>(steps, size);
        Joint = New<float>(steps, 3 * size);
        Scores = New<float>(steps, steps);
        Mixed = New<float>(steps, size);
        Change = New<float>(steps, size);
        Hidden = New<float>(steps, options.FeedForward);
        Features = New<float>(1, size);
        Entries = New<float>(1, variables);
        Lower = New<double>(variables, Kernels.Padded(variables));
    }

    /// <summary>Where the weights lie during this call.</summary>
    internal Affine[] Weights { get; }

    /// <summary>[T, D] what is projected.</summary>
    internal Matrix<float> Chunk { get; }

    /// <summary>[D, E] the weights of the first map by columns.</summary>
    internal Matrix<float> InputColumns { get; }

    /// <summary>[T, E] what the encoder has made of the steps so far.</summary>
    internal Matrix<float> Steps { get; }

    /// <summary>[T, 3 E] queries, keys and values.</summary>
    internal Matrix<float> Joint { get; }

    /// <summary>[T, T] how much each step attends to each, for one head.</summary>
    internal Matrix<float> Scores { get; }

    /// <summary>[T, E] what the heads made of the values.</summary>
    internal Matrix<float> Mixed { get; }

    /// <summary>[T, E] what is added to the steps.</summary>
    internal Matrix<float> Change { get; }

    /// <summary>[T, F] inside the feed-forward part.</summary>
    internal Matrix<float> Hidden { get; }

    /// <summary>[1, E] of the whole chunk.</summary>
    internal Matrix<float> Features { get; }

    /// <summary>[1, n] a row of L before it is bounded.</summary>
    internal Matrix<float> Entries { get; }

    /// <summary>L [n, n padded]; nothing is ever written above the diagonal.</summary>
    internal Matrix<double> Lower { get; }

    private Matrix<T> New<T>(int rows, int columns)
        where T : unmanaged
    {
        var matrix = new PinnedMatrix<T>(rows, columns);
        memory.Add(matrix);
        return matrix.Values;
    }
}
