using System.Reflection;

namespace DiffOG.Host.Reporting.Html;

/// <summary>
/// The report as one page that needs nothing else: style, script, pictures and videos are inside. It is written as XML
/// too, so that any XML reader can check it. A section without data leaves a sentence or is left out.
/// </summary>
internal static class ReportPage
{
    public static string Of(RunReport report, string folder)
    {
        var view = new ReportView(report, folder);
        PageSection[] sections =
        [
            .. new PageSection?[]
            {
                ComparisonSection.Of(view), EpisodeSection.Of(view), FilmSection.Of(view), SightSection.Of(view), TrajectorySection.Of(view), CostSection.Of(view),
                DistributionSection.Of(view), TrainingSection.Of(view), DetailSection.Of(view), AppendixSection.Of(view),
            }.OfType<PageSection>(),
        ];
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>{ReportView.Text(report.Name)} – DiffOG report</title>
            <style>{Resource("report.css")}</style>
            </head>
            <body>
            {HeadlineSection.Of(view)}
            <nav aria-label="Sections"><ul>{string.Concat(sections.Select(s => $"<li><a href=\"#{s.Id}\">{ReportView.Text(s.Short)}</a></li>"))}</ul></nav>
            <main>
            {string.Join('\n', sections.Select(Section))}
            </main>
            <script>//<![CDATA[
            {Resource("report.js")}
            //]]></script>
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    /// <summary>A part of a page, as markup.</summary>
    internal static string Section(PageSection section) =>
        $"<section id=\"{section.Id}\" aria-labelledby=\"{section.Id}-title\"><h2 id=\"{section.Id}-title\">{ReportView.Text(section.Title)}</h2>\n{section.Body}\n</section>";

    /// <summary>A file that the program carries.</summary>
    internal static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>A part of the page under a heading.</summary>
/// <param name="Id">Its anchor.</param>
/// <param name="Short">Its name in the navigation.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Body">Its content, as markup.</param>
internal sealed record PageSection(string Id, string Short, string Title, string Body);
