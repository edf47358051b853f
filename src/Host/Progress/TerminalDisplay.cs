using DiffOG.Host.Evaluation.Metrics;
using DiffOG.Host.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DiffOG.Host.Progress;

/// <summary>Progress bars in a terminal.</summary>
/// <param name="console">The terminal.</param>
internal sealed class TerminalDisplay(IAnsiConsole console) : IDisplay
{
    /// <inheritdoc/>
    public void Say(string text) => console.WriteLine(text);

    /// <inheritdoc/>
    public void Show(EvaluationSummary summary) => SummaryTable.Render(console, summary);

    /// <inheritdoc/>
    public T Work<T>(string title, long total, Func<IWorkProgress, T> work)
    {
        var detail = new DetailColumn();
        return console.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), detail)
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: Math.Max(1, total));
                T result = work(new Bar(task, detail));
                task.Value = task.MaxValue;
                return result;
            });
    }

    private sealed class Bar(ProgressTask task, DetailColumn column) : IWorkProgress
    {
        public void Report(long done, string detail)
        {
            task.Value = done;
            column.Text = detail;
        }
    }

    /// <summary>The latest numbers of the one task that is shown.</summary>
    private sealed class DetailColumn : ProgressColumn
    {
        private volatile string text = "";

        internal string Text
        {
            set => text = value;
        }

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(text, new Style(Color.Grey)).Overflow(Overflow.Ellipsis);
    }
}
