using System.Text;
using DiffOG.Diagnostics;
using DiffOG.Host.Reporting.Html;
using DiffOG.Learning.Safetensors;

namespace DiffOG.Host.Reporting;

/// <summary>The files of a report.</summary>
/// <param name="Metrics">Path of <c>metrics.json</c>.</param>
/// <param name="Page">Path of <c>report.html</c>.</param>
public sealed record ReportFiles(string Metrics, string Page);

/// <summary>Writes <c>metrics.json</c> and <c>report.html</c>: each is there completely or as it was before.</summary>
public static class ReportWriter
{
    /// <summary>Writes the report.</summary>
    /// <param name="report">What it is made of.</param>
    /// <param name="folder">The run folder; videos are looked for relative to it.</param>
    /// <exception cref="DiffOGException">DOG1901: a file cannot be written.</exception>
    public static ReportFiles Write(RunReport report, string folder)
    {
        var files = new ReportFiles(Path.Combine(folder, "metrics.json"), Path.Combine(folder, "report.html"));
        Write(files.Metrics, MetricsJson.Of(report));
        Write(files.Page, ReportPage.Of(report, folder));
        return files;
    }

    private static void Write(string path, string text)
    {
        try
        {
            AtomicFile.Write(path, stream => stream.Write(new UTF8Encoding(false).GetBytes(text)));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DiffOGException("DOG1901", $"The report file '{path}' cannot be written: {cause.Message}", "Free disk space or correct the folder's permissions, then run 'diffog report' on the run folder.", cause);
        }
    }
}
