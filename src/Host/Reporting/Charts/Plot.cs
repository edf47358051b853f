using System.Globalization;
using System.Net;
using System.Text;

namespace DiffOG.Host.Reporting.Charts;

/// <summary>
/// A chart as SVG. Colours are classes of the page's style sheet (<c>k0</c>, <c>k1</c>, …), so that charts follow the
/// light and the dark scheme.
/// </summary>
internal sealed class Plot(int width, int height, Scale x, Scale y)
{
    private const int Left = 46, Right = 10, Top = 10, LineHeight = 13;
    private readonly StringBuilder marks = new();
    private int bottom = 24;

    /// <summary>Shades what lies between two curves.</summary>
    public Plot Band(IReadOnlyList<double> xs, IReadOnlyList<double> low, IReadOnlyList<double> high)
    {
        string upper = string.Join(' ', xs.Select((v, i) => Point(v, high[i])));
        string lower = string.Join(' ', xs.Select((v, i) => Point(v, low[i])).Reverse());
        marks.Append(CultureInfo.InvariantCulture, $"<polygon class=\"band\" points=\"{upper} {lower}\"/>");
        return this;
    }

    /// <summary>Draws a curve; it is broken where a value is not a number.</summary>
    public Plot Line(IReadOnlyList<double> xs, IReadOnlyList<double> ys, string style)
    {
        var path = new StringBuilder();
        bool pen = false;
        for (int i = 0; i < xs.Count; i++)
        {
            if (!double.IsFinite(ys[i]))
            {
                pen = false;
                continue;
            }
            path.Append(pen ? 'L' : 'M').Append(Point(xs[i], ys[i]));
            pen = true;
        }
        marks.Append(CultureInfo.InvariantCulture, $"<path class=\"line {style}\" d=\"{path}\"/>");
        return this;
    }

    /// <summary>Marks points.</summary>
    public Plot Dots(IReadOnlyList<double> xs, IReadOnlyList<double> ys, string style, double radius = 2)
    {
        for (int i = 0; i < xs.Count; i++)
        {
            if (double.IsFinite(ys[i]))
                marks.Append(CultureInfo.InvariantCulture, $"<circle class=\"dot {style}\" cx=\"{X(xs[i]):0.#}\" cy=\"{Y(ys[i]):0.#}\" r=\"{radius}\"/>");
        }
        return this;
    }

    /// <summary>Draws a histogram's outline.</summary>
    /// <param name="edges">[k + 1].</param>
    /// <param name="heights">[k].</param>
    /// <param name="style">Classes.</param>
    public Plot Outline(IReadOnlyList<double> edges, IReadOnlyList<double> heights, string style) => Line(
        [edges[0], .. heights.SelectMany((_, i) => new[] { edges[i], edges[i + 1] }), edges[^1]],
        [y.Low, .. heights.SelectMany(h => new[] { h, h }), y.Low],
        style);

    /// <summary>Draws a labelled vertical line.</summary>
    public Plot Vertical(double at, string label)
    {
        bool leftwards = x.Place(at) > 0.75;
        marks.Append(CultureInfo.InvariantCulture, $"<line class=\"limit\" x1=\"{X(at):0.#}\" x2=\"{X(at):0.#}\" y1=\"{Top}\" y2=\"%PLOTBOTTOM%\"/>");
        marks.Append(CultureInfo.InvariantCulture, $"<text class=\"limitlabel\" x=\"{X(at) + (leftwards ? -4 : 4):0.#}\" y=\"{Top + 10}\" text-anchor=\"{(leftwards ? "end" : "start")}\">{WebUtility.HtmlEncode(label)}</text>");
        return this;
    }

    /// <summary>Writes the chart.</summary>
    /// <param name="description">What a reader who does not see it is told.</param>
    /// <param name="xTitle">Title of the horizontal axis; null for none.</param>
    public string Svg(string description, string? xTitle = null)
    {
        bottom = xTitle is null ? 22 : 22 + LineHeight;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"plot\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(description)}\" viewBox=\"0 0 {width} {height + bottom - 24}\">");
        Grid(svg);
        double floor = height - 24;
        svg.Append(marks.Replace("%PLOTBOTTOM%", Text(floor)));
        if (xTitle is not null)
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{(Left + width - Right) / 2.0}\" y=\"{floor + 30}\" text-anchor=\"middle\">{WebUtility.HtmlEncode(xTitle)}</text>");
        return svg.Append("</svg>").ToString();
    }

    private void Grid(StringBuilder svg)
    {
        double floor = height - 24;
        foreach (double tick in y.Ticks(Math.Max(2, height / 45)))
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"guide\" x1=\"{Left}\" x2=\"{width - Right}\" y1=\"{Y(tick):0.#}\" y2=\"{Y(tick):0.#}\"/><text class=\"axis\" x=\"{Left - 5}\" y=\"{Y(tick) + 3.5:0.#}\" text-anchor=\"end\">{Scale.Label(tick)}</text>");
        foreach (double tick in x.Ticks(Math.Max(2, width / 80)))
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"tick\" x1=\"{X(tick):0.#}\" x2=\"{X(tick):0.#}\" y1=\"{floor}\" y2=\"{floor + 4}\"/><text class=\"axis\" x=\"{X(tick):0.#}\" y=\"{floor + 15}\" text-anchor=\"middle\">{Scale.Label(tick)}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<line class=\"tick\" x1=\"{Left}\" x2=\"{width - Right}\" y1=\"{floor}\" y2=\"{floor}\"/>");
        if (!y.Logarithmic && y.Low < 0 && y.High > 0)
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"zero\" x1=\"{Left}\" x2=\"{width - Right}\" y1=\"{Y(0):0.#}\" y2=\"{Y(0):0.#}\"/>");
    }

    private double X(double value) => Left + (x.Place(value) * (width - Left - Right));

    private double Y(double value) => height - 24 - (y.Place(value) * (height - 24 - Top));

    private string Point(double px, double py) => string.Create(CultureInfo.InvariantCulture, $"{X(px):0.#},{Y(py):0.#}");

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
