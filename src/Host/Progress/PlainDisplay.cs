using System.Globalization;
using DiffOG.Host.Evaluation.Metrics;
using DiffOG.Host.Reporting;

namespace DiffOG.Host.Progress;

/// <summary>Lines for a file or a pipe: a sentence at once, progress every few seconds.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="time">The clock between lines.</param>
internal sealed class PlainDisplay(TextWriter output, TimeProvider time) : IDisplay
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public void Say(string text)
    {
        lock (gate)
        {
            output.WriteLine(text);
            output.Flush();
        }
    }

    /// <inheritdoc/>
    public void Show(EvaluationSummary summary)
    {
        lock (gate)
        {
            SummaryTable.Render(output, summary);
            output.Flush();
        }
    }

    /// <inheritdoc/>
    public T Work<T>(string title, long total, Func<IWorkProgress, T> work) => work(new Lines(this, title, total, time));

    private sealed class Lines(PlainDisplay display, string title, long total, TimeProvider time) : IWorkProgress
    {
        private readonly Lock gate = new();
        private long last = time.GetTimestamp();

        public void Report(long done, string detail)
        {
            lock (gate)
            {
                if (time.GetElapsedTime(last) < BetweenLines)
                    return;
                last = time.GetTimestamp();
            }
            display.Say(string.Create(CultureInfo.InvariantCulture, $"{title} {done}/{total}  {detail}"));
        }
    }
}
