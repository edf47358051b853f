using Microsoft.Extensions.Logging;

namespace DiffOG.Host.Progress;

/// <summary>Says on the terminal what plugins warn of during a run; the log file has all of it.</summary>
/// <param name="display">The terminal.</param>
internal sealed class DisplayLog(IDisplay display) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(display);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Category(IDisplay display) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                display.Say($"{(logLevel == LogLevel.Warning ? "warning" : "error")}: {formatter(state, exception)}");
        }
    }
}
