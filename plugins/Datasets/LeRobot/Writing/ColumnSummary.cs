using System.Text.Json.Nodes;

namespace DiffOG.Datasets.LeRobot.Writing;

/// <summary>Smallest and largest value, mean and standard deviation of the population of each column, as LeRobot computes them.</summary>
/// <param name="rows">How many rows were looked at.</param>
/// <param name="statistics">One value a column each.</param>
internal sealed class ColumnSummary(int rows, Format.FeatureStatistics statistics)
{
    private const double FullColour = 255;

    /// <summary>Of numbers.</summary>
    /// <param name="values">[rows, width].</param>
    /// <param name="width">Columns.</param>
    internal static ColumnSummary Of(double[] values, int width) => Of(values.Length / width, width, i => values[i]);

    /// <summary>Of pictures: red, green and blue from 0 to 1.</summary>
    /// <param name="rgb">[pixels, 3].</param>
    internal static ColumnSummary OfColours(byte[] rgb) => Of(rgb.Length / 3, 3, i => rgb[i] / FullColour);

    /// <summary>As lists.</summary>
    internal JsonObject ToJson() => Json(rows, v => new JsonArray([.. v.Select(x => JsonValue.Create(x))]));

    /// <summary>As LeRobot keeps those of pictures: [3, 1, 1], and the number of pictures.</summary>
    internal JsonObject ToPictureJson(int pictures) => Json(pictures, v => new JsonArray([.. v.Select(x => new JsonArray(new JsonArray(JsonValue.Create(x))))]));

    private static ColumnSummary Of(int rows, int width, Func<int, double> at)
    {
        double[] min = [.. Enumerable.Repeat(double.PositiveInfinity, width)], max = [.. Enumerable.Repeat(double.NegativeInfinity, width)], mean = new double[width], squares = new double[width];
        for (int i = 0; i < rows * width; i++)
        {
            double value = at(i);
            int d = i % width;
            (min[d], max[d]) = (Math.Min(min[d], value), Math.Max(max[d], value));
            // Welford's update: no cancellation where the spread is small beside the mean.
            double off = value - mean[d];
            mean[d] += off / ((i / width) + 1);
            squares[d] += off * (value - mean[d]);
        }
        return new ColumnSummary(rows, new Format.FeatureStatistics(min, max, mean, [.. squares.Select(s => Math.Sqrt(s / rows))]));
    }

    private JsonObject Json(int count, Func<double[], JsonNode> list) => new()
    {
        ["min"] = list(statistics.Minimum),
        ["max"] = list(statistics.Maximum),
        ["mean"] = list(statistics.Mean),
        ["std"] = list(statistics.Deviation),
        ["count"] = new JsonArray(JsonValue.Create(count)),
    };
}
