using DiffOG.Diagnostics;
using DiffOG.Learning.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Normalisation;

/// <summary>The affine map per dimension between raw and normalised values: <c>normalised = raw · scale + offset</c>.</summary>
public sealed class LinearNormaliser
{
    /// <summary>Dimensions with a smaller range are only centred: dividing by it would blow noise up.</summary>
    public const double SmallestRange = 1e-4;

    // Checkpoints hold singles, as the reference's do; rounding now makes a fitted and a loaded normaliser equal to the bit.
    private LinearNormaliser(double[] scale, double[] offset, InputStatistics statistics) =>
        (Scale, Offset, Statistics) = (Rounded(scale), Rounded(offset), statistics);

    /// <summary>[D] factors; never zero.</summary>
    public IReadOnlyList<double> Scale { get; }

    /// <summary>[D] what is added after scaling.</summary>
    public IReadOnlyList<double> Offset { get; }

    /// <summary>What it was fitted to.</summary>
    public InputStatistics Statistics { get; }

    /// <summary>The number D of dimensions.</summary>
    public int Size => Scale.Count;

    /// <summary>The map as the host and constraint sets know it.</summary>
    public Actions.ActionNormalisation Map => new(Scale, Offset);

    /// <summary>A map that is known; its statistics are those that it maps to −1, 1, 0 and a deviation of 1.</summary>
    /// <param name="scale">[D] finite, not zero.</param>
    /// <param name="offset">[D] finite.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not finite, or a scale is zero.</exception>
    public static LinearNormaliser Of(double[] scale, double[] offset)
    {
        if (scale.Length != offset.Length || scale.Any(s => s == 0 || !double.IsFinite(s)) || !offset.All(double.IsFinite))
            throw new ArgumentException($"A normaliser needs as many finite, non-zero scales as finite offsets; found [{string.Join(", ", scale)}] and [{string.Join(", ", offset)}].", nameof(scale));
        double[] At(double normalised) => [.. scale.Select((s, d) => (normalised - offset[d]) / s)];
        return new LinearNormaliser(scale, offset, new InputStatistics(At(-1), At(1), At(0), [.. scale.Select(s => 1 / s)]));
    }

    /// <summary>Maps every dimension's smallest value to −1 and its largest to 1.</summary>
    /// <param name="statistics">What was seen; a range below <see cref="SmallestRange"/> gets scale 1 and offset −min.</param>
    public static LinearNormaliser Limits(InputStatistics statistics)
    {
        int size = statistics.Min.Length;
        double[] scale = new double[size];
        double[] offset = new double[size];
        for (int d = 0; d < size; d++)
        {
            double range = statistics.Max[d] - statistics.Min[d];
            bool constant = range < SmallestRange;
            scale[d] = constant ? 1 : 2 / range;
            offset[d] = constant ? -statistics.Min[d] : -1 - (scale[d] * statistics.Min[d]);
        }
        return new LinearNormaliser(scale, offset, statistics);
    }

    /// <summary>Changes nothing: for values that are normalised already, such as robomimic's relative actions.</summary>
    /// <param name="statistics">What was seen; kept for the record.</param>
    public static LinearNormaliser Identity(InputStatistics statistics) => Uniform(1, statistics);

    /// <summary>Divides the whole vector by its largest absolute value over all dimensions: one scale for all.</summary>
    /// <param name="statistics">What was seen; if all of it is below <see cref="SmallestRange"/>, nothing is changed.</param>
    public static LinearNormaliser MaxAbs(InputStatistics statistics)
    {
        double largest = statistics.Min.Concat(statistics.Max).Max(Math.Abs);
        return Uniform(largest < SmallestRange ? 1 : 1 / largest, statistics);
    }

    /// <summary>Brings every dimension to mean 0 and standard deviation 1.</summary>
    /// <param name="statistics">What was seen; a dimension with a deviation below <see cref="SmallestRange"/> is only centred.</param>
    public static LinearNormaliser MeanStd(InputStatistics statistics) => Standard(statistics.Mean, statistics.Std, statistics);

    /// <summary>A normaliser of a kind.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="statistics">What was seen.</param>
    public static LinearNormaliser Fit(NormaliserKind kind, InputStatistics statistics) => kind switch
    {
        NormaliserKind.Identity => Identity(statistics),
        NormaliserKind.MaxAbs => MaxAbs(statistics),
        NormaliserKind.MeanStd => MeanStd(statistics),
        _ => Limits(statistics),
    };

    /// <summary>A normaliser of red, green and blue, each 0 to 1.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="statistics">[3] what was seen.</param>
    public static LinearNormaliser FitColours(ColourNormaliserKind kind, InputStatistics statistics) => kind switch
    {
        ColourNormaliserKind.MeanStd => MeanStd(statistics),
        ColourNormaliserKind.ImageNet => Standard([0.485, 0.456, 0.406], [0.229, 0.224, 0.225], statistics),
        _ => new LinearNormaliser([2, 2, 2], [-1, -1, -1], statistics),
    };

    /// <summary>Normalises samples; source and target may be the same memory.</summary>
    /// <param name="raw">[k·D].</param>
    /// <param name="normalised">[k·D] receives the result.</param>
    public void Normalise(ReadOnlySpan<double> raw, Span<double> normalised)
    {
        for (int i = 0; i < raw.Length; i++)
            normalised[i] = (raw[i] * Scale[i % Size]) + Offset[i % Size];
    }

    /// <summary>The inverse of <see cref="Normalise(ReadOnlySpan{double}, Span{double})"/>.</summary>
    /// <param name="normalised">[k·D].</param>
    /// <param name="raw">[k·D] receives the result.</param>
    public void Unnormalise(ReadOnlySpan<double> normalised, Span<double> raw)
    {
        for (int i = 0; i < normalised.Length; i++)
            raw[i] = (normalised[i] - Offset[i % Size]) / Scale[i % Size];
    }

    /// <summary>Normalises a tensor; the result belongs to the current dispose scope.</summary>
    /// <param name="raw">[..., D], any floating element type.</param>
    public Tensor Normalise(Tensor raw)
    {
        using Tensor scale = Like(Scale, raw);
        using Tensor offset = Like(Offset, raw);
        using Tensor scaled = raw * scale;
        return scaled + offset;
    }

    /// <summary>The inverse of <see cref="Normalise(Tensor)"/>.</summary>
    /// <param name="normalised">[..., D], any floating element type.</param>
    public Tensor Unnormalise(Tensor normalised)
    {
        using Tensor scale = Like(Scale, normalised);
        using Tensor offset = Like(Offset, normalised);
        using Tensor centred = normalised - offset;
        return centred / scale;
    }

    /// <summary>What a checkpoint keeps, float32 under the names of the reference: <c>scale</c>, <c>offset</c>, <c>input_stats.min</c> and so on.</summary>
    /// <param name="prefix">Put in front of every name, for example <c>normalizer.params_dict.action.</c>.</param>
    public Dictionary<string, SafetensorsArray> ToArrays(string prefix) =>
        Fields().ToDictionary(f => prefix + f.Name, f => SafetensorsArray.Of(f.Values.Select(v => (float)v).ToArray()));

    /// <summary>Reads what <see cref="ToArrays"/> wrote, or a reference checkpoint.</summary>
    /// <param name="file">An open file.</param>
    /// <param name="prefix">The prefix it was written with.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">A name is missing, of another type, or the lengths differ.</exception>
    public static LinearNormaliser Read(SafetensorsFile file, string prefix)
    {
        double[] Field(string name) => [.. file.Read<float>(prefix + name).Select(v => (double)v)];
        var statistics = new InputStatistics(Field("input_stats.min"), Field("input_stats.max"), Field("input_stats.mean"), Field("input_stats.std"));
        var read = new LinearNormaliser(Field("scale"), Field("offset"), statistics);
        return read.Fields().All(f => f.Values.Count == read.Size) && read.Scale.All(s => double.IsFinite(s) && s != 0) && read.Offset.All(double.IsFinite)
            ? read
            : throw Diagnostics.CheckpointErrors.Corrupt(file.Path, $"the normaliser '{prefix}*' has arrays of different lengths, or values that are zero or not finite");
    }

    private static LinearNormaliser Uniform(double scale, InputStatistics statistics)
    {
        double[] scales = new double[statistics.Min.Length];
        Array.Fill(scales, scale);
        return new LinearNormaliser(scales, new double[scales.Length], statistics);
    }

    private static LinearNormaliser Standard(double[] mean, double[] std, InputStatistics statistics)
    {
        double[] scale = [.. std.Select(s => s < SmallestRange ? 1 : 1 / s)];
        return new LinearNormaliser(scale, [.. mean.Select((m, d) => -m * scale[d])], statistics);
    }

    private static double[] Rounded(double[] values) => [.. values.Select(v => (double)(float)v)];

    private static Tensor Like(IReadOnlyList<double> values, Tensor model) =>
        tensor((double[])values, dtype: model.dtype, device: model.device);

    private (string Name, IReadOnlyList<double> Values)[] Fields() =>
    [
        ("scale", Scale), ("offset", Offset), ("input_stats.min", Statistics.Min), ("input_stats.max", Statistics.Max),
        ("input_stats.mean", Statistics.Mean), ("input_stats.std", Statistics.Std),
    ];
}
