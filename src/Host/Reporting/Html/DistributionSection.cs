using System.Text;
using DiffOG.Host.Evaluation.Metrics;
using DiffOG.Host.Reporting.Charts;
using DiffOG.Specs;

namespace DiffOG.Host.Reporting.Html;

/// <summary>How changes, successes and scores are distributed.</summary>
internal static class DistributionSection
{
    private const int BinsToLimit = 10, MostBins = 100, Width = 460, Height = 240;

    public static PageSection Of(ReportView view)
    {
        EpisodeMotion[][] motions = [.. view.Report.Rollouts.Select(r => r.Episodes.Select(e => new EpisodeMotion(e, view.Context)).ToArray())];
        var body = new StringBuilder();
        body.Append(view.Legend(Enumerable.Range(0, view.Refiners.Count))).Append("<div class=\"wide\">");
        foreach (MotionGroup group in MotionGroup.Of(view.Context.Action))
            body.Append("<figure>").Append(Changes(view, motions, group)).Append("</figure>");
        body.Append("<figure>").Append(Successes(view)).Append("</figure>");
        if (view.Refiners.Any(r => !r.Score.Binary))
            body.Append("<figure>").Append(Scores(view)).Append("</figure>");
        return new PageSection("distributions", "Distributions", "Distributions", body.Append("</div>").ToString());
    }

    private static string Changes(ReportView view, EpisodeMotion[][] motions, MotionGroup group)
    {
        double[][] changes = [.. motions.Select(m => m.SelectMany(e => Enumerable.Range(0, e.Steps).SelectMany(t => group.Indices.Select(d => Math.Abs(e.Change(t, d))))).Where(double.IsFinite).ToArray())];
        (double limit, bool varies) = Limit(view, motions, group);
        double tail = changes.Select(c => Quantiles.OfSorted([.. c.Order()], 0.999)).Where(q => q > 0).DefaultIfEmpty(1).Max();
        // Bins end at the limit, so that what keeps it and what does not are never in one.
        double bin = double.IsFinite(limit) ? limit / BinsToLimit : tail / (4 * BinsToLimit);
        int bins = Math.Clamp((int)Math.Ceiling(tail / bin), BinsToLimit + 4, MostBins);
        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(i => bin * i)];
        double[][] shares = [.. changes.Select(c => Histogram(c, bin, bins))];
        var plot = new Plot(Width, Height, new Scale(0, edges[^1]), Scale.Logs(shares.SelectMany(s => s)));
        for (int r = 0; r < shares.Length; r++)
            plot.Outline(edges, shares[r], view.Styles[r]);
        if (double.IsFinite(limit))
            plot.Vertical(limit, $"{(varies ? "largest limit" : "limit")} {Numbers.Short(limit)}");
        string name = group.Group.ToString().ToLowerInvariant();
        return $"<figcaption>|Δa| of executed {name} commands <span class=\"unit\">share of values, logarithmic; the last bin holds all above</span></figcaption>"
            + plot.Svg($"Histogram of the absolute changes of {name} commands for every refiner, with the limit.", "|Δa|, normalised");
    }

    // A bin holds its upper edge, and rounding above it.
    private static double[] Histogram(double[] values, double bin, int bins)
    {
        double[] shares = new double[bins];
        foreach (double value in values)
            shares[Math.Clamp((int)Math.Ceiling((value / bin) - 1e-6) - 1, 0, bins - 1)] += 1.0 / values.Length;
        return shares;
    }

    // The widest bound of the group over the longest episode; where bounds vary, some steps may not go so far.
    private static (double Largest, bool Varies) Limit(ReportView view, EpisodeMotion[][] motions, MotionGroup group)
    {
        (double largest, double smallest) = (0, double.PositiveInfinity);
        EpisodeMotion? longest = motions[0].MaxBy(m => m.Steps);
        for (int t = 0; longest is not null && t < longest.Steps; t++)
        {
            (double[] low, double[] high) = view.ChangeLimits(longest, t);
            double[] bounds = [.. group.Indices.SelectMany(d => new[] { -low[d], high[d] })];
            (largest, smallest) = (Math.Max(largest, bounds.Max()), Math.Min(smallest, bounds.Min()));
        }
        return (largest > 0 ? largest : double.NaN, largest - smallest > 1e-9 * largest);
    }

    private static string Successes(ReportView view)
    {
        int last = Math.Max(2, view.Refiners.Max(r => r.Episodes.Max(e => Math.Max(e.Steps, e.FirstSuccess ?? 0))));
        double[] steps = [.. Enumerable.Range(0, last + 1).Select(t => (double)t)];
        var plot = new Plot(Width, Height, new Scale(0, last), new Scale(0, 1.02));
        for (int r = 0; r < view.Refiners.Count; r++)
        {
            int[] firsts = [.. view.Refiners[r].Episodes.Where(e => e.FirstSuccess is not null).Select(e => e.FirstSuccess!.Value)];
            plot.Line(steps, [.. steps.Select(t => (double)firsts.Count(f => f <= t) / view.Refiners[r].Episodes.Count)], view.Styles[r]);
        }
        return "<figcaption>Share of episodes that have succeeded <span class=\"unit\">by step</span></figcaption>"
            + plot.Svg($"Share of episodes that have succeeded by each step; at the end {string.Join(", ", view.Refiners.Select(r => $"{r.Label} {Numbers.Percent(r.Success.Rate)}"))}.", "step");
    }

    private static string Scores(ReportView view)
    {
        Scale x = Scale.Around(view.Refiners.SelectMany(r => r.Episodes.Select(e => e.BestScore)), 0.02);
        double[] places = [.. Enumerable.Range(0, 201).Select(i => x.Low + ((x.High - x.Low) * i / 200))];
        var plot = new Plot(Width, Height, x, new Scale(0, 1.02));
        for (int r = 0; r < view.Refiners.Count; r++)
        {
            IReadOnlyList<EpisodeOutcome> episodes = view.Refiners[r].Episodes;
            plot.Line(places, [.. places.Select(p => (double)episodes.Count(e => e.BestScore >= p) / episodes.Count)], view.Styles[r]);
        }
        return "<figcaption>Share of episodes with at least this score <span class=\"unit\">best of the episode</span></figcaption>"
            + plot.Svg($"Share of episodes that reach each score; mean of the best scores {string.Join(", ", view.Refiners.Select(r => $"{r.Label} {Numbers.Short(r.Score.Best.Mean)}"))}.", "score");
    }
}
