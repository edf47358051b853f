namespace DiffOG.Actions;

/// <summary>The affine map per dimension between raw and normalised actions: <c>normalised = raw · scale + offset</c>.</summary>
public sealed class ActionNormalisation
{
    /// <summary>Creates the map.</summary>
    /// <param name="scale">[D] finite, not zero.</param>
    /// <param name="offset">[D] finite.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not finite, or a scale is zero.</exception>
    public ActionNormalisation(IReadOnlyList<double> scale, IReadOnlyList<double> offset)
    {
        if (scale.Count != offset.Count || scale.Any(s => s == 0 || !double.IsFinite(s)) || offset.Any(o => !double.IsFinite(o)))
            throw new ArgumentException($"A normalisation needs as many finite, non-zero scales as finite offsets; found [{string.Join(", ", scale)}] and [{string.Join(", ", offset)}].", nameof(scale));
        (Scale, Offset) = (scale, offset);
    }

    /// <summary>[D] normalised units per raw unit.</summary>
    public IReadOnlyList<double> Scale { get; }

    /// <summary>[D] what is added after scaling.</summary>
    public IReadOnlyList<double> Offset { get; }

    /// <summary>D.</summary>
    public int Size => Scale.Count;

    /// <summary>The map that changes nothing.</summary>
    /// <param name="dimensions">D.</param>
    public static ActionNormalisation Identity(int dimensions) => new([.. Enumerable.Repeat(1.0, dimensions)], new double[dimensions]);

    /// <summary>Normalises whole actions, one after the other.</summary>
    /// <param name="raw">[k·D].</param>
    /// <returns>[k·D], a new array.</returns>
    public double[] Normalise(ReadOnlyMemory<double> raw)
    {
        double[] values = raw.ToArray();
        for (int i = 0; i < values.Length; i++)
            values[i] = (values[i] * Scale[i % Size]) + Offset[i % Size];
        return values;
    }

    /// <summary>The inverse of <see cref="Normalise(ReadOnlyMemory{double})"/>.</summary>
    /// <param name="normalised">[k·D].</param>
    /// <returns>[k·D], a new array.</returns>
    public double[] Unnormalise(ReadOnlyMemory<double> normalised)
    {
        double[] values = normalised.ToArray();
        for (int i = 0; i < values.Length; i++)
            values[i] = (values[i] - Offset[i % Size]) / Scale[i % Size];
        return values;
    }

    /// <summary>Normalises a chunk.</summary>
    /// <param name="raw">[T, D].</param>
    public ActionChunk Normalise(ActionChunk raw) => new(raw.Steps, raw.Dimensions, Normalise(raw.Values.AsMemory()));

    /// <summary>The inverse of <see cref="Normalise(ActionChunk)"/>.</summary>
    /// <param name="normalised">[T, D].</param>
    public ActionChunk Unnormalise(ActionChunk normalised) => new(normalised.Steps, normalised.Dimensions, Unnormalise(normalised.Values.AsMemory()));
}
