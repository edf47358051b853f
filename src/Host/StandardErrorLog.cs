using Microsoft.Extensions.Logging;

namespace DiffOG.Host;

/// <summary>Warnings and errors of libraries and plugins, as plain lines on standard error.</summary>
internal sealed class StandardErrorLog(TextWriter error) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Log(error);

    public void Dispose()
    {
    }

    private sealed class Log(TextWriter error) : ILogger
    {
        private static readonly Lock Gate = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            lock (Gate)
                error.WriteLine($"diffog: {(logLevel == LogLevel.Warning ? "warning" : "error")}: {formatter(state, exception)}");
        }
    }
}
