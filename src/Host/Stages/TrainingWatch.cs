using System.Globalization;
using DiffOG.Host.Progress;
using DiffOG.Host.Reporting;
using DiffOG.Host.Runs;
using DiffOG.Learning.Training;

namespace DiffOG.Host.Stages;

/// <summary>Writes down how training goes, and shows it.</summary>
/// <param name="stage">train or refine.</param>
/// <param name="metrics">Receives every validation, and the loss every few steps.</param>
/// <param name="display">Says what is trained on.</param>
/// <param name="progress">Shows the latest numbers.</param>
internal sealed class TrainingWatch(string stage, MetricLog metrics, IDisplay display, IWorkProgress progress) : ITrainingObserver
{
    private const int LossesOfARun = 400;
    private const string LossKey = "loss";
    private string validation = "";
    private string rollouts = "";
    private TimeShare sinceWritten;
    private TimeShare inAll;

    /// <inheritdoc/>
    public void OnData(TrainingData data)
    {
        foreach (string sentence in TrainingDataWords.Of(data))
            display.Say($"{stage}: {sentence}");
    }

    /// <inheritdoc/>
    public void OnResumed(long step) => progress.Report(step, $"continued at step {step}");

    /// <inheritdoc/>
    public void OnTimes(long step, StepTimes times)
    {
        sinceWritten = sinceWritten.Plus(times);
        inAll = inAll.Plus(times);
    }

    /// <inheritdoc/>
    public void OnStep(long step, long total, double loss, double learningRate)
    {
        // A curve has no use for more points than a picture has columns; short runs keep every step.
        if (step % Math.Max(1, total / LossesOfARun) == 0 || step == total)
        {
            metrics.Write(stage, step, ("loss", loss), ("learningRate", learningRate), ("waiting", sinceWritten.Waiting));
            sinceWritten = default;
        }
        progress.Report(step, string.Create(CultureInfo.InvariantCulture, $"loss {loss:0.0000}{validation}{rollouts}"));
    }

    /// <inheritdoc/>
    public void OnValidation(long step, IReadOnlyDictionary<string, double> measures)
    {
        metrics.Write(stage, step, measures.Select(m => (m.Key == LossKey ? "validationLoss" : m.Key, m.Value)));
        if (measures.TryGetValue(LossKey, out double loss))
            validation = string.Create(CultureInfo.InvariantCulture, $", validation {loss:0.0000}");
    }

    /// <inheritdoc/>
    public void OnRollouts(long step, double success)
    {
        metrics.Write(stage, step, ("rolloutSuccess", success));
        rollouts = $", success {Numbers.Percent(success)}";
    }

    /// <inheritdoc/>
    public void OnCheckpoint(long step, string path)
    {
    }

    /// <summary>What a reader wants to know of a training.</summary>
    internal Dictionary<string, string> Facts(TrainingResult result)
    {
        var facts = new Dictionary<string, string>
        {
            ["steps"] = result.Steps.ToString(CultureInfo.InvariantCulture),
        };
        // Where weights are used as they are, no step was taken and there is no loss.
        if (double.IsFinite(result.LastLoss))
            facts["loss"] = result.LastLoss.ToString("0.0000", CultureInfo.InvariantCulture);
        if (result.Validation.TryGetValue(LossKey, out double loss))
            facts["validation loss"] = loss.ToString("0.0000", CultureInfo.InvariantCulture);
        if (result.BestStep is { } best)
            facts["best success"] = $"{Numbers.Percent(result.BestSuccess!.Value)} at step {Numbers.Count(best)}";
        if (inAll.Total > TimeSpan.Zero)
            facts["waiting for data"] = Numbers.Percent(inAll.Waiting);
        return facts;
    }

    private readonly record struct TimeShare(TimeSpan Waited, TimeSpan Total)
    {
        /// <summary>The share of the time that was spent waiting for data, 0 to 1.</summary>
        internal double Waiting => Total > TimeSpan.Zero ? Waited / Total : 0;

        internal TimeShare Plus(StepTimes times) => new(Waited + times.Waiting, Total + times.Waiting + times.Computing);
    }
}
