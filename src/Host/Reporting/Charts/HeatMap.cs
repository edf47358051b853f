using System.Globalization;
using System.Net;
using System.Text;
using SkiaSharp;

namespace DiffOG.Host.Reporting.Charts;

/// <summary>
/// A square matrix as a picture with block labels and a colour bar. Colours diverge from white at zero (ColorBrewer's
/// RdBu, which the colour-blind can tell apart) with the square root of the size, so that small entries stay visible.
/// </summary>
internal static class HeatMap
{
    private const int CellPixels = 4, Side = 360, Margin = 46, BarWidth = 14, Width = Margin + Side + 74, Height = Margin + Side + 8;

    private static readonly (double At, byte R, byte G, byte B)[] Stops =
    [
        (-1, 5, 48, 97), (-0.8, 33, 102, 172), (-0.6, 67, 147, 195), (-0.4, 146, 197, 222), (-0.2, 209, 229, 240), (0, 255, 255, 255),
        (0.2, 253, 219, 199), (0.4, 244, 165, 130), (0.6, 214, 96, 77), (0.8, 178, 24, 43), (1, 103, 0, 31),
    ];

    /// <summary>Draws a matrix.</summary>
    /// <param name="matrix">[n·n] row-major.</param>
    /// <param name="n">n.</param>
    /// <param name="blocks">Names of the n / blocks consecutive rows each.</param>
    /// <param name="description">What a reader who does not see it is told.</param>
    public static string Svg(double[] matrix, int n, IReadOnlyList<string> blocks, string description)
    {
        double largest = matrix.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
        largest = largest == 0 ? 1 : largest;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"plot heat\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(description)}\" viewBox=\"0 0 {Width} {Height}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<image x=\"{Margin}\" y=\"{Margin}\" width=\"{Side}\" height=\"{Side}\" preserveAspectRatio=\"none\" href=\"{Picture(n, n, CellPixels, (r, c) => matrix[(r * n) + c] / largest)}\"/>");
        Labels(svg, blocks);
        Bar(svg, largest);
        return svg.Append("</svg>").ToString();
    }

    private static void Labels(StringBuilder svg, IReadOnlyList<string> blocks)
    {
        double size = (double)Side / blocks.Count;
        // Names need about 14 pixels each along the side.
        int stride = Math.Max(1, (int)Math.Ceiling(14 / size));
        for (int b = 0; b < blocks.Count; b++)
        {
            double start = Margin + (b * size), centre = start + (size / 2);
            if (b > 0)
                svg.Append(CultureInfo.InvariantCulture, $"<path class=\"block\" d=\"M{start:0.##},{Margin}V{Margin + Side}M{Margin},{start:0.##}H{Margin + Side}\"/>");
            if (b % stride != 0)
                continue;
            string name = WebUtility.HtmlEncode(blocks[b]);
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{Margin - 5}\" y=\"{centre + 3.5:0.#}\" text-anchor=\"end\">{name}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" transform=\"translate({centre + 3.5:0.#},{Margin - 6}) rotate(-60)\">{name}</text>");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"frame\" x=\"{Margin}\" y=\"{Margin}\" width=\"{Side}\" height=\"{Side}\"/>");
    }

    private static void Bar(StringBuilder svg, double largest)
    {
        const int left = Margin + Side + 16, rows = 101;
        // The bar is linear in place, so the values at its places are squares.
        string picture = Picture(rows, 1, 1, (r, _) => SignedSquare(1 - (2.0 * r / (rows - 1))));
        svg.Append(CultureInfo.InvariantCulture, $"<image x=\"{left}\" y=\"{Margin}\" width=\"{BarWidth}\" height=\"{Side}\" preserveAspectRatio=\"none\" href=\"{picture}\"/><rect class=\"frame\" x=\"{left}\" y=\"{Margin}\" width=\"{BarWidth}\" height=\"{Side}\"/>");
        foreach (double place in (double[])[1, 0.75, 0.5, 0.25, 0, -0.25, -0.5, -0.75, -1])
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{left + BarWidth + 4}\" y=\"{Margin + (Side * (1 - place) / 2) + 3.5:0.#}\">{Numbers.Short(SignedSquare(place) * largest)}</text>");
    }

    private static double SignedSquare(double value) => value * Math.Abs(value);

    // value: −1 to 1 by row and column.
    private static string Picture(int rows, int columns, int scale, Func<int, int, double> value)
    {
        byte[] rgba = new byte[rows * columns * scale * scale * 4];
        for (int i = 0; i < rows * columns * scale * scale; i++)
        {
            (int y, int x) = Math.DivRem(i, columns * scale);
            Colour(value(y / scale, x / scale)).CopyTo(rgba.AsSpan(4 * i));
        }
        using var image = SKImage.FromPixelCopy(new SKImageInfo(columns * scale, rows * scale, SKColorType.Rgba8888, SKAlphaType.Opaque), rgba);
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return "data:image/png;base64," + Convert.ToBase64String(png.AsSpan());
    }

    private static byte[] Colour(double value)
    {
        if (!double.IsFinite(value))
            return [128, 128, 128, 255];
        double place = Math.CopySign(Math.Sqrt(Math.Min(1, Math.Abs(value))), value);
        int i = 1;
        while (i < Stops.Length - 1 && place > Stops[i].At)
            i++;
        (double At, byte R, byte G, byte B) low = Stops[i - 1], high = Stops[i];
        double share = (place - low.At) / (high.At - low.At);
        byte Mix(byte from, byte to) => (byte)Math.Round(from + (share * (to - from)));
        return [Mix(low.R, high.R), Mix(low.G, high.G), Mix(low.B, high.B), 255];
    }
}
