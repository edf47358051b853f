using System.Text;

namespace DiffOG.Host.Reporting.Html;

/// <summary>How to repeat the run, and what it was made of.</summary>
internal static class AppendixSection
{
    public static PageSection Of(ReportView view)
    {
        var body = new StringBuilder();
        if (view.Report.Command is { } command)
            body.Append("<p>This command repeats the run; equal seeds give equal rollouts on the same machine.</p><pre class=\"command\"><code>").Append(ReportView.Text(command)).Append("</code></pre>");
        body.Append("<p>All numbers of this page stand in <code>metrics.json</code> beside it.</p>");
        body.Append(Folded("Configuration", view.Report.Configuration)).Append(Folded("Manifest: versions, seeds, data, machine", view.Report.Manifest));
        return new PageSection("reproduce", "Reproduce", "How to reproduce", body.ToString());
    }

    private static string Folded(string title, string? text) => text is null ? ""
        : $"<details><summary>{title}</summary><pre><code>{ReportView.Text(text)}</code></pre></details>";
}
