using System.Globalization;

namespace DiffOG.Benchmarks.Learning;

/// <summary>The middle and the spread of measurements.</summary>
internal readonly record struct Quartiles(double Lower, double Median, double Upper, int Count)
{
    internal static Quartiles Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        double At(double share) => sorted[(int)(share * (sorted.Length - 1))];
        return new Quartiles(At(0.25), At(0.5), At(0.75), sorted.Length);
    }

    /// <summary>Median and quartiles, with a number of decimals.</summary>
    internal string Shown(string format) =>
        string.Create(CultureInfo.InvariantCulture, $"{Median.ToString(format, CultureInfo.InvariantCulture)} (quartiles {Lower.ToString(format, CultureInfo.InvariantCulture)} to {Upper.ToString(format, CultureInfo.InvariantCulture)}, n = {Count})");
}
