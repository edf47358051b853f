using System.Globalization;
using System.Net;
using System.Text;
using DiffOG.Datasets;
using DiffOG.Host.Reporting;
using DiffOG.Host.Reporting.Charts;
using DiffOG.Host.Reporting.Html;
using DiffOG.Host.Viewing;
using DiffOG.Specs;

namespace DiffOG.Host.Data;

/// <summary>A page about a dataset that needs nothing else: one episode drawn, the whole set counted, pictures where there are cameras.</summary>
/// <param name="summary">What it holds.</param>
/// <param name="dataset">The data.</param>
/// <param name="picture">What is drawn.</param>
/// <param name="limit">The limit that is drawn [normalised].</param>
internal sealed class DatasetPage(DatasetSummary summary, IDemonstrationDataset dataset, DatasetPicture picture, double limit)
{
    private const int Width = 300, Height = 150, WideWidth = 460, WideHeight = 200, Colours = 6, PicturesInARow = 8, ThumbnailWidth = 140;
    private readonly DatasetSpec spec = dataset.Spec;

    private string Limit => limit.ToString(CultureInfo.InvariantCulture);

    /// <summary>The page.</summary>
    internal string Write()
    {
        PageSection[] sections = [.. new[] { Episode(), Whole(), Pictures() }.OfType<PageSection>()];
        string title = Text(Path.GetFileName(Path.TrimEndingDirectorySeparator(summary.Name)));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>{title} – DiffOG dataset</title>
            <style>{ReportPage.Resource("report.css")}</style>
            </head>
            <body>
            <header><p class="brand">DiffOG dataset</p><h1>{title}</h1>
            <ul class="facts">{string.Concat(Facts().Select(f => $"<li><span>{f.Key}</span>{Text(f.Value)}</li>"))}</ul>
            {(summary.Assumptions.Count == 0 ? "" : $"<p class=\"note\">Assumed: {Text(string.Join("; ", summary.Assumptions))}.</p>")}</header>
            <nav aria-label="Sections"><ul>{string.Concat(sections.Select(s => $"<li><a href=\"#{s.Id}\">{Text(s.Short)}</a></li>"))}</ul></nav>
            <main>
            {string.Join('\n', sections.Select(ReportPage.Section))}
            </main>
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    private IEnumerable<(string Key, string Value)> Facts() =>
    [
        ("episodes", Numbers.Count(spec.EpisodeLengths.Count)), ("steps", Numbers.Count(spec.Steps)), ("rate", FormattableString.Invariant($"{spec.Rate:0.###} Hz")),
        ("actions", $"{spec.Action.Mode.ToString().ToLowerInvariant()}, {string.Join(", ", spec.Action.Dimensions.Select(d => d.Name))}"), ("source", spec.Source),
    ];

    private PageSection Episode()
    {
        var body = new StringBuilder("<h3>Actions</h3>");
        double[] steps = Steps(picture.Window.Actions.Length / spec.Action.Size);
        body.Append(Grid(Enumerable.Range(0, spec.Action.Size).Select(d => Action(steps, d))));
        body.Append(FormattableString.Invariant($"<h3>Changes from step to step, normalised</h3><p>The shaded band is the limit ±{limit}.</p>"));
        body.Append(Grid(Enumerable.Range(0, spec.Action.Size).Select(d => Change(steps, d))));
        if (spec.Observations.Entries.Count > 0)
            body.Append("<h3>Observations</h3>").Append(Grid(spec.Observations.Entries.Select(e => Observation(steps, e))));
        return new PageSection("episode", FormattableString.Invariant($"Episode {picture.Episode}"), FormattableString.Invariant($"Episode {picture.Episode}: {steps.Length} steps, {steps.Length / spec.Rate:0.0} s"), body.ToString());
    }

    private PageSection Whole()
    {
        var body = new StringBuilder("<h3>Changes |Δa|, normalised</h3><p>Shares of all changes, on a logarithmic scale; the last bin holds all above.</p><div class=\"wide\">");
        for (int d = 0; d < spec.Action.Size; d++)
            body.Append(Figure(ChangeHistogram(d)));
        body.Append("</div><h3>Actions</h3><div class=\"wide\">");
        for (int d = 0; d < spec.Action.Size; d++)
            body.Append(Figure(ActionHistogram(d)));
        return new PageSection("whole", "All episodes", FormattableString.Invariant($"All {spec.EpisodeLengths.Count} episodes"), body.Append("</div><h3>Lengths</h3><div class=\"wide\">").Append(Figure(Lengths())).Append("</div>").ToString());
    }

    private PageSection? Pictures()
    {
        if (spec.Observations.Cameras.Count == 0)
            return null;
        int length = spec.EpisodeLengths[picture.Episode], shown = Math.Min(PicturesInARow, length);
        int[] steps = [.. Enumerable.Range(0, shown).Select(i => shown == 1 ? 0 : (int)Math.Round((double)i * (length - 1) / (shown - 1)))];
        Image sheet = ContactSheet.Of([.. spec.Observations.Cameras.Select(c => steps.Select(s => Tile(c, s)).ToArray())]);
        string uri = $"data:image/png;base64,{Convert.ToBase64String(PngFile.Of(sheet))}";
        return new PageSection("pictures", "Pictures", FormattableString.Invariant($"What the cameras see in episode {picture.Episode}"), $"<figure class=\"scroll\"><img src=\"{uri}\" width=\"{sheet.Width}\" height=\"{sheet.Height}\" alt=\"Pictures of all cameras at steps {string.Join(", ", steps)}\"/></figure>");
    }

    private Tile Tile(CameraSpec camera, int step)
    {
        byte[] pixels = new byte[camera.Bytes];
        dataset.ReadPictures(picture.Episode, step, 1, camera.Name, pixels);
        return new Tile(Thumbnail(new Image(camera.Width, camera.Height, pixels)), camera.Name, FormattableString.Invariant($"step {step}"));
    }

    /// <summary>A picture made smaller or larger by a whole number, so that all fit beside each other.</summary>
    private static Image Thumbnail(Image picture)
    {
        int divisor = Math.Max(1, (int)Math.Round((double)picture.Width / ThumbnailWidth)), factor = Math.Max(1, (int)Math.Round((double)ThumbnailWidth / picture.Width));
        (int width, int height) = (Math.Max(1, picture.Width / divisor) * factor, Math.Max(1, picture.Height / divisor) * factor);
        byte[] pixels = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++)
        {
            int place = Math.Min(picture.Height - 1, i / width * divisor / factor) * picture.Width;
            picture.Rgb.AsSpan(3 * (place + Math.Min(picture.Width - 1, i % width * divisor / factor)), 3).CopyTo(pixels.AsSpan(3 * i));
        }
        return new Image(width, height, pixels);
    }

    private string Action(double[] steps, int d)
    {
        ActionDimension dimension = spec.Action.Dimensions[d];
        double[] values = Column(picture.Window.Actions, spec.Action.Size, d);
        return Title(dimension.Name, $"{Unit(dimension.Unit)}{dimension.Group.ToString().ToLowerInvariant()}") + new Plot(Width, Height, Axis(steps), Scale.Around(values))
            .Line(steps, values, "k1 thin").Svg($"{dimension.Name} over the episode, from {Numbers.Short(values.Min())} to {Numbers.Short(values.Max())}.");
    }

    private string Change(double[] steps, int d)
    {
        ActionDimension dimension = spec.Action.Dimensions[d];
        double[] values = Column(picture.Window.Actions, spec.Action.Size, d);
        double[] changes = [.. values.Select((v, t) => t == 0 ? double.NaN : (v - values[t - 1]) * picture.Scale[d])];
        var plot = new Plot(Width, Height, Axis(steps), Scale.Around([.. changes, limit, -limit]));
        if (spec.Action.MotionDimensions.Contains(d))
            plot.Band([steps[0], steps[^1]], [-limit, -limit], [limit, limit]);
        return Title(dimension.Name, "") + plot.Line(steps, changes, "k1 thin").Svg($"Changes of {dimension.Name} over the episode, up to {Numbers.Short(changes.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max())}; the limit is {Limit}.");
    }

    private string Observation(double[] steps, ObservationEntry entry)
    {
        int offset = spec.Observations.OffsetOf(entry.Name);
        double[][] columns = [.. Enumerable.Range(0, entry.Size).Select(i => Column(picture.Window.Observations, spec.Observations.Size, offset + i))];
        var plot = new Plot(Width, Height, Axis(steps), Scale.Around(columns.SelectMany(c => c)));
        for (int i = 0; i < columns.Length; i++)
            plot.Line(steps, columns[i], FormattableString.Invariant($"k{(i + 1) % Colours} thin"));
        return Title(entry.Name, $"{Unit(entry.Unit)}{(entry.Size == 1 ? "" : FormattableString.Invariant($"{entry.Size} values"))}") + plot.Svg(FormattableString.Invariant($"The {entry.Size} values of {entry.Name} over the episode."));
    }

    private string ChangeHistogram(int d)
    {
        (double[] edges, double[] shares) = (picture.Changes[d].Edges, picture.Changes[d].Shares);
        string above = picture.Measured.Changes.Count == 0 ? "" : $"{Numbers.Percent(picture.Measured.Changes[d].ShareAbove, "0.00")} above {Limit}";
        return Title(spec.Action.Dimensions[d].Name, above) + new Plot(WideWidth, WideHeight, new Scale(0, edges[^1]), Scale.Logs(shares))
            .Outline(edges, shares, "k1").Vertical(limit, $"limit {Limit}").Svg($"Histogram of the absolute changes of {spec.Action.Dimensions[d].Name}; {above}.", "|Δa|, normalised");
    }

    private string ActionHistogram(int d)
    {
        ActionDimension dimension = spec.Action.Dimensions[d];
        (double[] edges, double[] shares) = (picture.Actions[d].Edges, picture.Actions[d].Shares);
        return Title(dimension.Name, "share of steps") + new Plot(WideWidth, WideHeight, edges[^1] > edges[0] ? new Scale(edges[0], edges[^1]) : Scale.Around(edges), new Scale(0, shares.Max() * 1.05))
            .Outline(edges, shares, "k1").Svg($"Histogram of {dimension.Name}, from {Numbers.Short(edges[0])} to {Numbers.Short(edges[^1])}.", dimension.Unit == "1" ? dimension.Name : $"{dimension.Name} [{dimension.Unit}]");
    }

    private string Lengths()
    {
        (double[] edges, double[] shares) = (picture.Lengths.Edges, picture.Lengths.Shares);
        return Title("Episodes", "share, by length") + new Plot(WideWidth, WideHeight, new Scale(0, edges[^1]), new Scale(0, shares.Max() * 1.05)).Outline(edges, shares, "k1").Svg("Histogram of the lengths of episodes.", "steps");
    }

    private static string Grid(IEnumerable<string> charts) => $"<div class=\"grid\">{string.Concat(charts.Select(Figure))}</div>";

    private static string Figure(string chart) => $"<figure>{chart}</figure>";

    private static string Title(string name, string unit) => $"<figcaption>{Text(name)} <span class=\"unit\">{Text(unit)}</span></figcaption>";

    private static string Unit(string unit) => unit == "1" ? "" : $"{unit}, ";

    private static double[] Steps(int count) => [.. Enumerable.Range(0, count).Select(t => (double)t)];

    private static Scale Axis(double[] steps) => steps.Length < 2 ? Scale.Around(steps) : new Scale(steps[0], steps[^1]);

    private static double[] Column(double[] rows, int size, int column) => [.. Enumerable.Range(0, rows.Length / size).Select(t => rows[(t * size) + column])];

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
