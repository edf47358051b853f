using System.Globalization;
using DiffOG.Host.Evaluation.Metrics;

namespace DiffOG.Host.Reporting;

/// <summary>How numbers are written for people: the same in the terminal and on the page.</summary>
internal static class Numbers
{
    public const string None = "–";

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Count(long count) => count.ToString("#,0", Culture);

    public static string Percent(double share, string format = "0.#") => double.IsNaN(share) ? None : (100 * share).ToString(format, Culture) + " %";

    public static string Range(Interval? interval) => interval is null ? None : string.Create(Culture, $"{100 * interval.Low:0.0}–{100 * interval.High:0.0}");

    public static string SuccessWithInterval(Proportion success) => $"{Percent(success.Rate)} [{Range(success.Interval)}]";

    /// <summary>Three significant digits.</summary>
    public static string Short(double value)
    {
        if (double.IsNaN(value))
            return None;
        if (double.IsInfinity(value))
            return value > 0 ? "∞" : "−∞";
        double size = Math.Abs(value);
        if (size == 0)
            return "0";
        if (size is < 1e-4 or >= 1e6)
            return value.ToString("0.0e+0", Culture).Replace("-", "−", StringComparison.Ordinal);
        int decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 6);
        return Math.Round(value, decimals).ToString("#,0." + new string('0', decimals), Culture).Replace("-", "−", StringComparison.Ordinal);
    }

    public static string Milliseconds(double seconds) => double.IsNaN(seconds) ? None : Short(1000 * seconds);

    public static string Signed(double value, string format) => double.IsNaN(value) ? None
        : (value >= 0 ? "+" : "−") + Math.Abs(value).ToString(format, Culture);

    public static string Violations(Proportion steps) => steps.Count == 0 ? "0" : $"{Count(steps.Count)} ({Percent(steps.Rate, steps.Rate < 0.001 ? "0.###" : "0.#")})";

    /// <summary>The largest excess over its bound; what is below the tolerance is rounding and reads as zero only where there is none.</summary>
    public static string Excess(Violations violations) => violations.LargestExcess == 0 ? "0"
        : violations.LargestRelativeExcess >= 0.001 && double.IsFinite(violations.LargestRelativeExcess) ? Percent(violations.LargestRelativeExcess, "#,0.0")
        : Short(violations.LargestRelativeExcess);
}
