namespace DiffOG.Actions;

/// <summary>
/// Consecutive actions [T, D], time-major: step t, dimension d is at index t·D + d. The same flattening is used by
/// every cost matrix and every constraint row.
/// </summary>
public sealed class ActionChunk
{
    /// <summary>Wraps values without copying.</summary>
    /// <param name="steps">T, at least one.</param>
    /// <param name="dimensions">D, at least one.</param>
    /// <param name="values">[T·D]; owned by the chunk from now on.</param>
    /// <exception cref="ArgumentException">The length is not T·D.</exception>
    public ActionChunk(int steps, int dimensions, double[] values)
    {
        if (steps < 1 || dimensions < 1 || values.Length != steps * dimensions)
            throw new ArgumentException($"{values.Length} values are not {steps} steps of {dimensions} dimensions.", nameof(values));
        (Steps, Dimensions, Values) = (steps, dimensions, values);
    }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>D.</summary>
    public int Dimensions { get; }

    /// <summary>[T·D] time-major.</summary>
    public double[] Values { get; }

    /// <summary>One value.</summary>
    /// <param name="step">t.</param>
    /// <param name="dimension">d.</param>
    public double this[int step, int dimension] => Values[(step * Dimensions) + dimension];

    /// <summary>The action of one step [D], without copying.</summary>
    /// <param name="step">t.</param>
    public ReadOnlyMemory<double> Step(int step) => Values.AsMemory(step * Dimensions, Dimensions);

    /// <summary>A copy of some consecutive steps.</summary>
    /// <param name="first">The first step.</param>
    /// <param name="count">How many.</param>
    public ActionChunk Slice(int first, int count) => new(count, Dimensions, Values.AsSpan(first * Dimensions, count * Dimensions).ToArray());
}
