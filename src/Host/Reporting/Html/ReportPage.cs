using System.Net;

namespace DiffOG.Host.Reporting.Html;

/// <summary>The report as one self-contained page.</summary>
internal static class ReportPage
{
    public static string Of(RunReport report, string folder)
    {
        var table = new StringWriter { NewLine = "\n" };
        SummaryTable.Render(table, report.Summary);
        return $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><title>{WebUtility.HtmlEncode(report.Name)}</title></head><body><pre>{WebUtility.HtmlEncode(table.ToString())}</pre></body></html>\n";
    }
}
