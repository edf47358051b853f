using System.Text;
using DiffOG.Host.Viewing;

namespace DiffOG.Host.Reporting.Html;

/// <summary>What the policy's cameras see, pixel by pixel: whether a task can be solved by looking shows at a glance.</summary>
internal static class SightSection
{
    public static PageSection? Of(ReportView view)
    {
        if (view.Report.Sights.Count == 0)
            return null;
        var body = new StringBuilder("<p>Pictures as the policy is given them, from the first demonstration.</p>");
        foreach (IGrouping<string, Sight> camera in view.Report.Sights.GroupBy(s => s.Camera))
        {
            body.Append("<h3>").Append(ReportView.Text(camera.Key)).Append("</h3><div class=\"sights\">");
            foreach (Sight sight in camera)
                body.Append(Figure(sight));
            body.Append("</div>");
        }
        return new PageSection("sights", "Sights", "What the policy sees", body.ToString());
    }

    private static string Figure(Sight sight)
    {
        string told = ReportView.Text($"{sight.Camera}, step {sight.Step}, {sight.Picture.Width} × {sight.Picture.Height} pixels");
        return $"<figure><img alt=\"{told}\" src=\"data:image/png;base64,{Convert.ToBase64String(PngFile.Of(sight.Picture))}\"/><figcaption>step {sight.Step}, {sight.Picture.Width} × {sight.Picture.Height}</figcaption></figure>";
    }
}
