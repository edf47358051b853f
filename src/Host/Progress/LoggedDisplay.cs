using DiffOG.Host.Evaluation.Metrics;
using Microsoft.Extensions.Logging;

namespace DiffOG.Host.Progress;

/// <summary>Keeps in the log what the terminal was told.</summary>
/// <param name="display">The terminal.</param>
/// <param name="logger">The log.</param>
internal sealed partial class LoggedDisplay(IDisplay display, ILogger<LoggedDisplay> logger) : IDisplay
{
    /// <inheritdoc/>
    public void Say(string text)
    {
        LogSaid(logger, text);
        display.Say(text);
    }

    /// <inheritdoc/>
    public void Show(EvaluationSummary summary) => display.Show(summary);

    /// <inheritdoc/>
    public T Work<T>(string title, long total, Func<IWorkProgress, T> work)
    {
        LogBegun(logger, title);
        return display.Work(title, total, work);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private static partial void LogSaid(ILogger logger, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Title} begins")]
    private static partial void LogBegun(ILogger logger, string title);
}
