using System.Text.RegularExpressions;
using System.Xml.Linq;
using DiffOG.Constraints;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Evaluation.Metrics;
using DiffOG.Host.Reporting;
using DiffOG.Host.Reporting.Html;
using DiffOG.Host.Reporting.Video;
using Xunit;

namespace DiffOG.Host.Tests.Reporting;

public sealed partial class ReportPageTests : IDisposable
{
    private static readonly string? Sample = Environment.GetEnvironmentVariable("DIFFOG_SAMPLE_REPORT");
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_whole_run_becomes_one_well_formed_page_with_every_section()
    {
        RunReport report = Filmed(SyntheticRun.Report(Sample is null ? 4 : 50), 40);
        ReportFiles files = ReportWriter.Write(report, folder.Path);
        string html = File.ReadAllText(files.Page);
        Keep(files);
        XDocument page = XDocument.Parse(html);
        string[] ids = [.. page.Descendants("section").Select(s => (string)s.Attribute("id")!)];
        Assert.Equal(["comparison", "episodes", "videos", "sights", "trajectories", "cost", "distributions", "training", "details", "reproduce"], ids);
        Assert.Empty(Ids(page).GroupBy(i => i).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.DoesNotMatch(Outside(), html);
        Assert.DoesNotContain("NaN", Data().Replace(html, ""), StringComparison.Ordinal);
        Assert.DoesNotContain("DiffOG <refine>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_picture_has_content_and_words_for_who_cannot_see_it()
    {
        XDocument page = XDocument.Parse(ReportPage.Of(Filmed(SyntheticRun.Report(3), 5), folder.Path));
        XElement[] charts = [.. page.Descendants("svg")];
        Assert.True(charts.Length > 20);
        Assert.All(charts, c => Assert.True(((string?)c.Attribute("aria-label"))?.Length > 10));
        Assert.All(charts, c => Assert.Contains(c.Descendants(), d => d.Name.LocalName is "path" or "rect" or "image"));
        XElement[] films = [.. page.Descendants("img").Where(i => (string?)i.Attribute("class") == "frames")], sights = [.. page.Descendants("img").Except(films)];
        Assert.Equal((3, 6), (films.Length, sights.Length));
        Assert.All(films, f => Assert.True(((string)f.Attribute("src")!).Length > 500 && ((string)f.Attribute("alt")!).Length > 10));
        Assert.All(sights, i => Assert.StartsWith("data:image/png;base64,iVBOR", (string)i.Attribute("src")!, StringComparison.Ordinal));
        Assert.Equal("wrist <left>, step 20, 24 × 24 pixels", (string?)sights[^1].Attribute("alt"));
        Assert.All(page.Descendants("image"), i => Assert.StartsWith("data:image/png;base64,iVBOR", (string)i.Attribute("href")!, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_run_lacks_is_left_out_and_the_page_stays_readable()
    {
        RunReport full = SyntheticRun.Report(2, withCost: false, binaryScore: false);
        RefinerRollouts[] gone = [.. full.Rollouts.Select(r => r with { Episodes = [.. r.Episodes.Select(e => e with { Video = "videos/gone.webp" })] })];
        var bare = new RunReport("bare", full.Context, full.Summary, gone);
        XDocument page = XDocument.Parse(ReportPage.Of(bare, folder.Path));
        string[] ids = [.. page.Descendants("section").Select(s => (string)s.Attribute("id")!)];
        Assert.DoesNotContain("cost", ids);
        Assert.DoesNotContain("sights", ids);
        Assert.DoesNotContain("training", ids);
        Assert.Contains(page.Descendants("p"), p => p.Value == "The video videos/gone.webp is missing.");
        Assert.Contains(page.Descendants("figcaption"), c => c.Value.StartsWith("Share of episodes with at least this score", StringComparison.Ordinal));
    }

    [Fact]
    public void Actions_and_losses_that_are_not_numbers_leave_gaps_and_no_error()
    {
        RunReport full = SyntheticRun.Report(2);
        full.Rollouts[1].Episodes[0].Executed!.Values[30] = double.NaN;
        full.Rollouts[1].Episodes[0].Chunks[3].Proposed.Values[5] = double.NaN;
        var report = new RunReport("gaps", full.Context, EvaluationMetrics.Summarise(full.Rollouts, full.Context), full.Rollouts)
        {
            Curves = [new("train/loss", [1, 2, 3], [1, double.NaN, double.PositiveInfinity]), new("train/other", [1], [0])],
            Validation = [new("policy", double.NaN), new("mean action", 0)],
        };
        string html = ReportPage.Of(report, folder.Path);
        XDocument.Parse(html);
        Assert.DoesNotMatch("NaN|Infinity|∞%", Data().Replace(html, ""));
        Assert.Contains("steps with a violation in 192 executed steps", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_headline_hides_no_failure()
    {
        RunReport full = SyntheticRun.Report(2);
        ChunkRecord failed = full.Rollouts[1].Episodes[0].Chunks[0] with { Status = DiffOG.Refiners.RefinementStatus.FellBack };
        EpisodeRecord episode = full.Rollouts[1].Episodes[0] with { Chunks = [failed, .. full.Rollouts[1].Episodes[0].Chunks.Skip(1)] };
        RefinerRollouts[] rollouts = [full.Rollouts[0], full.Rollouts[1] with { Episodes = [episode, full.Rollouts[1].Episodes[1]] }];
        EvaluationSummary summary = EvaluationMetrics.Summarise(rollouts, full.Context);
        Assert.EndsWith("; 1 of 24 chunks fell back to braking.", HeadlineSection.Sentence(summary.Refiners[1], summary.Refiners[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bound_on_one_side_is_drawn_to_the_edge()
    {
        RunReport full = SyntheticRun.Report(1);
        MetricContext oneSided = full.Context with { Constraints = new UpperLimit() };
        XDocument page = XDocument.Parse(ReportPage.Of(full with { Context = oneSided }, folder.Path));
        Assert.NotEmpty(page.Descendants("polygon"));
    }

    [Fact]
    public void A_single_refiner_and_an_episode_without_a_step_are_enough()
    {
        RefinerRollouts[] one = [new("only", "none", [new EpisodeRecord(1, new double[7], null, null, 0, [])])];
        var report = new RunReport("one", SyntheticRun.Context, EvaluationMetrics.Summarise(one, SyntheticRun.Context), one);
        XDocument page = XDocument.Parse(ReportPage.Of(report, folder.Path));
        Assert.Contains("only: no violation in 0 executed steps, 0 % success over 1 episodes.", page.Descendants("p").Select(p => p.Value));
    }

    [Fact]
    public void The_same_run_gives_the_same_bytes()
    {
        RunReport report = SyntheticRun.Report(3);
        Assert.Equal(ReportPage.Of(report, folder.Path), ReportPage.Of(SyntheticRun.Report(3), folder.Path));
        Assert.Equal(MetricsJson.Of(report), MetricsJson.Of(SyntheticRun.Report(3)));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_one_error()
    {
        string file = folder.Of("file");
        File.WriteAllText(file, "");
        var error = Assert.Throws<DiffOG.Diagnostics.DiffOGException>(() => ReportWriter.Write(SyntheticRun.Report(1), file));
        Assert.Equal("DOG1901", error.Id);
    }

    private RunReport Filmed(RunReport report, int frames)
    {
        var writer = new VideoWriter(null);
        return report with
        {
            Rollouts = [.. report.Rollouts.Select((r, i) => r with { Episodes = [Film(r.Episodes[0], i), .. r.Episodes.Skip(1)] })],
        };

        EpisodeRecord Film(EpisodeRecord episode, int refiner) => episode with
        {
            Video = Path.GetRelativePath(folder.Path, writer.Write(folder.Of($"videos/{refiner}"), SyntheticRun.Frames(frames, 128, (byte)(80 * refiner), 200), 20)),
        };
    }

    // To look at the page: DIFFOG_SAMPLE_REPORT names a folder that receives it.
    private static void Keep(ReportFiles files)
    {
        if (Sample is not { Length: > 0 } sample)
            return;
        Directory.CreateDirectory(sample);
        File.Copy(files.Page, Path.Combine(sample, "report.html"), overwrite: true);
        File.Copy(files.Metrics, Path.Combine(sample, "metrics.json"), overwrite: true);
    }

    private static IEnumerable<string> Ids(XDocument page) => page.Descendants().Select(e => (string?)e.Attribute("id")).OfType<string>();

    [GeneratedRegex("""(src|href)\s*=\s*["'](?!data:|#)|url\(|https?://|@import""")]
    private static partial Regex Outside();

    [GeneratedRegex("base64,[A-Za-z0-9+/=]*")]
    private static partial Regex Data();

    private sealed class UpperLimit : IConstraintSet
    {
        public LinearConstraints Build(ConstraintContext context)
        {
            var shape = new DifferenceShape(context.Steps, context.Dimensions, 1, 1, [0]);
            return new LinearConstraints(
                context.Steps * context.Dimensions,
                DifferenceBlock.Create(shape, [double.NegativeInfinity], [0.05], context.Previous!.Slice(context.Previous.Steps - 1, 1)));
        }
    }
}
