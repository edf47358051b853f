using System.Globalization;
using Microsoft.Extensions.Logging;

namespace DiffOG.Host.Runs;

/// <summary>Appends what is logged to log.txt of the run folder. A disk that refuses the log does not stop the run.</summary>
/// <param name="path">log.txt.</param>
/// <param name="time">The clock of the lines.</param>
internal sealed class FileLog(string path, TimeProvider time) : ILoggerProvider
{
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Append(string category, LogLevel level, string text)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {level} {category}: {text}\n");
        lock (gate)
        {
            try
            {
                File.AppendAllText(path, line);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // The stages themselves report a full disk, with what to do.
            }
        }
    }

    private sealed class Category(FileLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log.Append(name, logLevel, exception is null ? formatter(state, exception) : $"{formatter(state, exception)}\n{exception}");
        }
    }
}
