using System.Globalization;
using System.Text;

namespace DiffOG.Host.Qp;

/// <summary>
/// Numbers as JSON: with as many digits as bring back the same bits. What JSON has no number for is a text: "Infinity",
/// "-Infinity", "NaN".
/// </summary>
internal static class QpNumbers
{
    internal static string Of(double value) => double.IsFinite(value)
        ? value.ToString("R", CultureInfo.InvariantCulture)
        : double.IsNaN(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"";

    /// <summary>A list on one line: a matrix then has one line a row.</summary>
    internal static string List(ReadOnlySpan<double> values)
    {
        var text = new StringBuilder("[");
        for (int i = 0; i < values.Length; i++)
            text.Append(i == 0 ? "" : ", ").Append(Of(values[i]));
        return text.Append(']').ToString();
    }
}
