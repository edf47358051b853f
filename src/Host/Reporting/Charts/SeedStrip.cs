using System.Globalization;
using System.Net;
using System.Text;
using DiffOG.Host.Evaluation.Metrics;

namespace DiffOG.Host.Reporting.Charts;

/// <summary>One square per episode and refiner: filled for success, crossed for failure, the same seed one above the other. The first 2000 episodes.</summary>
internal static class SeedStrip
{
    private const int Label = 130, Width = 940, RowHeight = 24, Most = 2000;

    public static string Svg(IReadOnlyList<RefinerSummary> refiners, IReadOnlyList<string> styles)
    {
        int n = Math.Min(Most, refiners[0].Episodes.Count), perLine = Math.Min(n, 100);
        double cell = Math.Min(18, (double)(Width - Label) / perLine);
        int lines = (n + perLine - 1) / perLine, lineHeight = (refiners.Count * RowHeight) + 18;
        var svg = new StringBuilder();
        string description = $"Success by episode: {string.Join("; ", refiners.Select(r => $"{r.Label} {r.Success.Count} of {r.Success.N}"))}.";
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"plot strip\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(description)}\" viewBox=\"0 0 {Width} {lines * lineHeight}\">");
        for (int line = 0; line < lines; line++)
        {
            for (int r = 0; r < refiners.Count; r++)
                Row(svg, refiners[r], styles[r], (line * lineHeight) + (r * RowHeight), cell, line * perLine, Math.Min(n, (line + 1) * perLine));
            for (int e = line * perLine; e < Math.Min(n, (line + 1) * perLine); e += 10)
                svg.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{Label + ((e - (line * perLine)) * cell)}\" y=\"{(line * lineHeight) + (refiners.Count * RowHeight) + 10}\">{e + 1}</text>");
        }
        return svg.Append("</svg>").ToString();
    }

    private static void Row(StringBuilder svg, RefinerSummary refiner, string style, int top, double cell, int from, int to)
    {
        string name = refiner.Label.Length > 18 ? refiner.Label[..17] + "…" : refiner.Label;
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"rowlabel\" x=\"{Label - 10}\" y=\"{top + 14}\" text-anchor=\"end\">{WebUtility.HtmlEncode(name)}</text>");
        for (int e = from; e < to; e++)
        {
            EpisodeOutcome outcome = refiner.Episodes[e];
            double x = Label + ((e - from) * cell), size = cell - Math.Min(3, cell / 4);
            string told = outcome.Success
                ? $"seed {outcome.Seed}: success after {outcome.FirstSuccess} steps"
                : $"seed {outcome.Seed}: no success in {outcome.Steps} steps, best score {Numbers.Short(outcome.BestScore)}";
            svg.Append(CultureInfo.InvariantCulture, $"<g><title>{WebUtility.HtmlEncode($"{refiner.Label}, {told}, {outcome.ViolatedSteps} steps with a violation")}</title>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{(outcome.Success ? "yes " + style : "no")}\" x=\"{x:0.##}\" y=\"{top + 2}\" width=\"{size:0.##}\" height=\"16\" rx=\"2\"/>");
            if (!outcome.Success)
                svg.Append(CultureInfo.InvariantCulture, $"<path class=\"cross\" d=\"M{x + (size * 0.25):0.##},{top + 6}L{x + (size * 0.75):0.##},{top + 14}M{x + (size * 0.75):0.##},{top + 6}L{x + (size * 0.25):0.##},{top + 14}\"/>");
            svg.Append("</g>");
        }
    }
}
