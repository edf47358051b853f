using System.Text;
using DiffOG.Actions;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Evaluation.Metrics;
using DiffOG.Host.Reporting.Charts;
using DiffOG.Specs;

namespace DiffOG.Host.Reporting.Html;

/// <summary>One chunk proposed and refined, and the changes of the whole episode, with the limits.</summary>
internal static class TrajectorySection
{
    private const int Width = 300, Height = 150;

    public static PageSection? Of(ReportView view)
    {
        if (ShownChunk.MostChanged(view, view.Featured) is not { } shown)
            return null;
        int[] refiners = [view.Featured, .. Enumerable.Range(0, view.Refiners.Count).Where(r => r != view.Featured && (r > 0 || view.Refiners.Count == 1))];
        var body = new StringBuilder("<p>The chunk that was changed most, in normalised units. Where bounds on the change from step to step exist, they are the shaded band. The steps before the vertical line were executed; then the policy was asked again.</p>");
        body.Append("<div class=\"tabs\">");
        foreach (int r in refiners)
            body.Append(Tab(view, shown.Of(view, r), r, r == view.Featured));
        return new PageSection("trajectories", "Trajectories", "Trajectories before and after", body.Append("</div>").ToString());
    }

    private static string Tab(ReportView view, ShownChunk? shown, int refiner, bool open)
    {
        string name = ReportView.Text(view.Refiners[refiner].Label), id = $"trajectory-{refiner}";
        string content = shown is null ? "<p class=\"missing\">This refiner has no chunk in this episode.</p>" : Content(view, shown);
        return $"<input type=\"radio\" name=\"trajectory\" id=\"{id}\"{(open ? " checked=\"checked\"" : "")}/><label for=\"{id}\"><i class=\"swatch {view.Styles[refiner]}\"></i>{name}</label><div class=\"tab\">{content}</div>";
    }

    private static string Content(ReportView view, ShownChunk shown)
    {
        EpisodeRecord episode = view.Report.Rollouts[shown.Refiner].Episodes[shown.Episode];
        var motion = new EpisodeMotion(episode, view.Context);
        var limits = new StepLimits(view, motion, shown.Chunk);
        string style = view.Styles[shown.Refiner];
        var html = new StringBuilder();
        html.Append("<h3>Seed ").Append(episode.Seed).Append(", chunk at step ").Append(shown.Chunk.FirstStep).Append(": value of each dimension</h3>");
        html.Append("<ul class=\"legend\"><li><i class=\"proposed\"></i>proposed by the policy</li><li><i class=\"").Append(style).Append("\"></i>refined</li></ul>");
        html.Append(Grid(Enumerable.Range(0, view.Context.Action.Size), d => Values(view, shown, d, style)));
        html.Append("<h3>Change from step to step in this chunk</h3>");
        html.Append(Grid(view.Context.Action.MotionDimensions, d => Changes(view, shown, motion, limits, d, style)));
        html.Append("<h3>Executed changes of the whole episode</h3>");
        html.Append(shown.Refiner == 0 ? view.Legend(0) : view.Legend(0, shown.Refiner));
        html.Append(Grid(view.Context.Action.MotionDimensions, d => Executed(view, shown, motion, limits, d, style)));
        return html.ToString();
    }

    private static string Grid(IEnumerable<int> dimensions, Func<int, string> chart) =>
        $"<div class=\"grid\">{string.Concat(dimensions.Select(d => $"<figure>{chart(d)}</figure>"))}</div>";

    private static string Title(ActionDimension dimension) => $"<figcaption>{ReportView.Text(dimension.Name)} <span class=\"unit\">{dimension.Group.ToString().ToLowerInvariant()}</span></figcaption>";

    private static string Values(ReportView view, ShownChunk shown, int d, string style)
    {
        ActionChunk proposed = view.Context.Normalisation.Normalise(shown.Chunk.Proposed), refined = view.Context.Normalisation.Normalise(shown.Chunk.Refined);
        double[] steps = [.. Enumerable.Range(0, proposed.Steps).Select(t => (double)(shown.Chunk.FirstStep + t))];
        double[] before = [.. Enumerable.Range(0, proposed.Steps).Select(t => proposed[t, d])], after = [.. Enumerable.Range(0, refined.Steps).Select(t => refined[t, d])];
        ActionDimension dimension = view.Context.Action.Dimensions[d];
        return Title(dimension) + new Plot(Width, Height, StepAxis(steps), Scale.Around([.. before, .. after], 0.1))
            .Vertical(shown.Chunk.FirstStep + shown.Chunk.Executed - 0.5, "")
            .Line(steps, before, "proposed").Dots(steps, before, "proposed", 1.8)
            .Line(steps, after, style).Dots(steps, after, style)
            .Svg($"{dimension.Name} over the chunk's steps, proposed and refined.");
    }

    private static string Changes(ReportView view, ShownChunk shown, EpisodeMotion motion, StepLimits limits, int d, string style)
    {
        double previous = motion.Value(Math.Min(shown.Chunk.FirstStep, motion.Steps) - 1, d);
        double[] before = ChangesOf(view.Context.Normalisation.Normalise(shown.Chunk.Proposed), d, previous), after = ChangesOf(view.Context.Normalisation.Normalise(shown.Chunk.Refined), d, previous);
        double[] steps = [.. Enumerable.Range(0, before.Length).Select(t => (double)(shown.Chunk.FirstStep + t))];
        ActionDimension dimension = view.Context.Action.Dimensions[d];
        (double[] low, double[] high) = limits.Between(d, shown.Chunk.FirstStep, before.Length);
        Plot plot = Banded(steps, low, high, [.. before, .. after], StepAxis(steps));
        return Title(dimension) + plot
            .Vertical(shown.Chunk.FirstStep + shown.Chunk.Executed - 0.5, "")
            .Line(steps, before, "proposed").Dots(steps, before, "proposed", 1.8)
            .Line(steps, after, style).Dots(steps, after, style)
            .Svg($"Change of {dimension.Name} from step to step, proposed up to {Numbers.Short(before.Max(Math.Abs))} and refined up to {Numbers.Short(after.Max(Math.Abs))}.");
    }

    private static string Executed(ReportView view, ShownChunk shown, EpisodeMotion motion, StepLimits limits, int d, string style)
    {
        var first = new EpisodeMotion(view.Report.Rollouts[0].Episodes[shown.Episode], view.Context);
        double[] before = shown.Refiner == 0 ? [] : [.. Enumerable.Range(0, first.Steps).Select(t => first.Change(t, d))], after = [.. Enumerable.Range(0, motion.Steps).Select(t => motion.Change(t, d))];
        double[] steps = [.. Enumerable.Range(0, Math.Max(before.Length, after.Length)).Select(t => (double)t)];
        ActionDimension dimension = view.Context.Action.Dimensions[d];
        (double[] low, double[] high) = limits.Between(d, 0, motion.Steps);
        return Title(dimension) + Banded(steps[..motion.Steps], low, high, [.. before, .. after], StepAxis(steps))
            .Line(steps[..before.Length], before, "k0 thin")
            .Line(steps[..after.Length], after, style + " thin")
            .Svg($"Executed changes of {dimension.Name} over the episode: up to {Numbers.Short(before.DefaultIfEmpty().Max(Math.Abs))} before and {Numbers.Short(after.DefaultIfEmpty().Max(Math.Abs))} after.", "step");
    }

    private static Scale StepAxis(double[] steps) => steps.Length < 2 ? Scale.Around(steps) : new Scale(steps[0] - 0.3, steps[^1] + 0.3);

    private static Plot Banded(double[] steps, double[] low, double[] high, double[] values, Scale x)
    {
        // A side without a bound reaches to the edge of the chart.
        bool limited = low.Concat(high).Any(double.IsFinite);
        var plot = new Plot(Width, Height, x, Scale.Around(limited ? [.. values, .. low, .. high] : values, 0.1));
        return limited ? plot.Band(steps, low, high) : plot;
    }

    private static double[] ChangesOf(ActionChunk chunk, int d, double previous) =>
        [.. Enumerable.Range(0, chunk.Steps).Select(t => chunk[t, d] - (t == 0 ? previous : chunk[t - 1, d]))];
}

/// <summary>The limits on changes over an episode and over one chunk that may reach beyond it.</summary>
internal sealed class StepLimits
{
    private readonly (double[] Low, double[] High)[] limits;

    public StepLimits(ReportView view, EpisodeMotion motion, ChunkRecord chunk)
    {
        int last = Math.Max(motion.Steps, chunk.FirstStep + chunk.Refined.Steps);
        limits = [.. Enumerable.Range(0, last).Select(t => view.ChangeLimits(motion, t))];
    }

    public (double[] Low, double[] High) Between(int dimension, int from, int count) =>
        ([.. limits.Skip(from).Take(count).Select(l => l.Low[dimension])], [.. limits.Skip(from).Take(count).Select(l => l.High[dimension])]);
}
