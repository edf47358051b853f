using System.Net;
using DiffOG.Constraints;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Evaluation.Metrics;

namespace DiffOG.Host.Reporting.Html;

/// <summary>What all sections of the page share: which refiner it is about, and in which colour each is drawn.</summary>
internal sealed class ReportView
{
    private const int Colours = 6;

    public ReportView(RunReport report, string folder)
    {
        (Report, Folder) = (report, folder);
        Featured = FeaturedOf(report);
        Styles = StylesOf(report.Rollouts.Count, Featured);
    }

    public RunReport Report { get; }

    public string Folder { get; }

    /// <summary>The refiner that the headline is about.</summary>
    public int Featured { get; }

    /// <summary>The colour class of every refiner; grey for the first, blue for the featured one.</summary>
    public IReadOnlyList<string> Styles { get; }

    public IReadOnlyList<RefinerSummary> Refiners => Report.Summary.Refiners;

    public MetricContext Context => Report.Context;

    public static string Text(string text) => WebUtility.HtmlEncode(text);

    public string Legend(params IEnumerable<int> refiners) =>
        $"<ul class=\"legend\">{string.Concat(refiners.Select(r => $"<li><i class=\"{Styles[r]}\"></i>{Text(Refiners[r].Label)}</li>"))}</ul>";

    /// <summary>The bounds on the first difference of every dimension at one step; infinite where there are none.</summary>
    public (double[] Low, double[] High) ChangeLimits(EpisodeMotion motion, int step)
    {
        int size = Context.Action.Size;
        (double[] low, double[] high) = ([.. Enumerable.Repeat(double.NegativeInfinity, size)], [.. Enumerable.Repeat(double.PositiveInfinity, size)]);
        LinearConstraints constraints = ViolationMetric.ConstraintsAt(motion, Math.Min(step, motion.Steps), Context);
        foreach (DifferenceBlock block in constraints.Blocks.OfType<DifferenceBlock>().Where(b => b.Shape.Order == 1))
        {
            for (int r = 0; r < block.Rows; r++)
            {
                int dimension = block.Shape.PlaceOf(r).Dimension;
                (low[dimension], high[dimension]) = (Math.Max(low[dimension], block.Lower[r]), Math.Min(high[dimension], block.Upper[r]));
            }
        }
        return (low, high);
    }

    private static int FeaturedOf(RunReport report)
    {
        int named = report.Rollouts.Select((r, i) => r.PluginId == "diffog" ? i : -1).Where(i => i > 0).DefaultIfEmpty(-1).First();
        return named > 0 ? named : report.Rollouts.Count - 1;
    }

    private static string[] StylesOf(int count, int featured)
    {
        int next = 2;
        return [.. Enumerable.Range(0, count).Select(i => i == 0 ? "k0" : i == featured ? "k1" : $"k{2 + ((next++ - 2) % (Colours - 2))}")];
    }
}
