using System.Globalization;

namespace DiffOG.Host.Reporting.Charts;

/// <summary>Maps values to pixels and knows where ticks go.</summary>
/// <param name="Low">The smallest value shown.</param>
/// <param name="High">The largest value shown; above <paramref name="Low"/>.</param>
/// <param name="Logarithmic">Whether equal ratios get equal room; both ends are positive then.</param>
internal sealed record Scale(double Low, double High, bool Logarithmic = false)
{
    /// <summary>A linear scale over values, with a little room; room for one unit where all are equal.</summary>
    public static Scale Around(IEnumerable<double> values, double room = 0.06)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        (double low, double high) = finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());
        double extent = high - low;
        if (extent <= 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high)) || extent == 0)
            (low, high, extent) = (low - 0.5, high + 0.5, 1);
        return new Scale(low - (room * extent), high + (room * extent));
    }

    /// <summary>A logarithmic scale over the positive values, to whole powers of ten or factors of two and five.</summary>
    public static Scale Logs(IEnumerable<double> values)
    {
        double[] positive = [.. values.Where(v => v > 0 && double.IsFinite(v))];
        (double low, double high) = positive.Length == 0 ? (0.1, 1) : (positive.Min(), positive.Max());
        return new Scale(low / 1.15, Math.Max(high * 1.15, low * 1.5), true);
    }

    /// <summary>Where a value lies, 0 at the low end and 1 at the high one; values outside lie at the ends.</summary>
    public double Place(double value) => Math.Clamp(
        Logarithmic
            ? (Math.Log(Math.Max(value, Low)) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low))
            : (value - Low) / (High - Low),
        0,
        1);

    /// <summary>Round values to mark.</summary>
    /// <param name="wanted">About how many.</param>
    public IReadOnlyList<double> Ticks(int wanted) => Logarithmic ? LogTicks(wanted) : LinearTicks(wanted);

    public static string Label(double value) => value == 0 ? "0"
        : Math.Abs(value) is < 1e-3 or >= 1e5 ? value.ToString("0.#e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal).Replace('-', '−')
        : value.ToString("0.####", CultureInfo.InvariantCulture).Replace('-', '−');

    private double[] LinearTicks(int wanted)
    {
        double rough = (High - Low) / Math.Max(1, wanted);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * (rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        int first = (int)Math.Ceiling(Low / step), last = (int)Math.Floor(High / step);
        return [.. Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(i => Math.Round(i * step, 12))];
    }

    private double[] LogTicks(int wanted)
    {
        int first = (int)Math.Floor(Math.Log10(Low)), last = (int)Math.Ceiling(Math.Log10(High));
        double[] mantissas = last - first > wanted ? [1] : last - first > wanted / 2 ? [1, 3] : [1, 2, 5];
        int stride = mantissas.Length > 1 ? 1 : Math.Max(1, (last - first) / wanted);
        return [.. Enumerable.Range(first, last - first + 1).Where(p => (p - first) % stride == 0)
            .SelectMany(p => mantissas.Select(m => m * Math.Pow(10, p)))
            .Where(v => v >= Low && v <= High)];
    }
}
