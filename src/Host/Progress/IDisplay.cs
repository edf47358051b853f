using DiffOG.Host.Evaluation.Metrics;

namespace DiffOG.Host.Progress;

/// <summary>What a person at the terminal sees of long work.</summary>
internal interface IDisplay
{
    /// <summary>Says one sentence.</summary>
    void Say(string text);

    /// <summary>Shows the comparison of refiners.</summary>
    void Show(EvaluationSummary summary);

    /// <summary>Shows work while it is done.</summary>
    /// <param name="title">For example <c>train</c>.</param>
    /// <param name="total">How much there is to do.</param>
    /// <param name="work">Does it, and reports.</param>
    T Work<T>(string title, long total, Func<IWorkProgress, T> work);
}

/// <summary>Receives how far work has come. Safe from several threads.</summary>
internal interface IWorkProgress
{
    /// <summary>Says how far the work has come.</summary>
    /// <param name="done">How much is done.</param>
    /// <param name="detail">The latest numbers, for example a loss.</param>
    void Report(long done, string detail);
}
