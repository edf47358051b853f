using System.Text;
using DiffOG.Host.Evaluation.Metrics;
using DiffOG.Host.Reporting.Charts;

namespace DiffOG.Host.Reporting.Html;

/// <summary>Success and failure of every episode, one refiner above the other, and what the pairs say.</summary>
internal static class EpisodeSection
{
    public static PageSection Of(ReportView view)
    {
        var body = new StringBuilder("<p>Each column is one seed: the same start for every refiner. Filled: success; crossed: failure.</p><figure class=\"scroll\">");
        body.Append(SeedStrip.Svg(view.Refiners, view.Styles)).Append("</figure>");
        if (view.Refiners.Count > 1)
            Pairs(body, view);
        return new PageSection("episodes", "Episodes", "Paired episodes", body.ToString());
    }

    private static void Pairs(StringBuilder body, ReportView view)
    {
        string first = ReportView.Text(view.Refiners[0].Label);
        body.Append("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Against ").Append(first).Append("</th><th scope=\"col\">Both succeed</th><th scope=\"col\">Only ").Append(first);
        body.Append("</th><th scope=\"col\">Only this</th><th scope=\"col\">Neither</th><th scope=\"col\">Difference [95 %]</th><th scope=\"col\">Exact p (McNemar)</th></tr></thead><tbody>");
        for (int r = 1; r < view.Refiners.Count; r++)
        {
            PairedSuccess paired = view.Refiners[r].Paired!;
            body.Append("<tr><th scope=\"row\"><i class=\"swatch ").Append(view.Styles[r]).Append("\"></i>").Append(ReportView.Text(view.Refiners[r].Label)).Append("</th>");
            foreach (int count in (int[])[paired.Both, paired.OnlyFirst, paired.OnlyThis, paired.Neither])
                body.Append("<td>").Append(Numbers.Count(count)).Append("</td>");
            body.Append("<td>").Append(ReportView.Text(Difference(paired))).Append("</td><td>").Append(Numbers.Short(paired.PValue)).Append("</td></tr>");
        }
        body.Append("</tbody></table></div>");
    }

    private static string Difference(PairedSuccess paired) => paired.Interval is null ? Numbers.None
        : $"{Points(paired.Difference)} [{Points(paired.Interval.Low)}, {Points(paired.Interval.High)}] points";

    private static string Points(double share) => Numbers.Signed(100 * share, "0.#");
}
