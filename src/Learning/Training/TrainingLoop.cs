using DiffOG.Learning.Diagnostics;
using DiffOG.Learning.Optim;
using DiffOG.Learning.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>
/// Steps, validations and checkpoints of a run, whatever is trained. A step is a function of the weights, the moments
/// and its number alone: a run that is killed and resumed ends with the weights of an uninterrupted one, bit for bit.
/// </summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly ITrainingTask task;
    private readonly TrainingSettings settings;
    private readonly ITrainingObserver observer;
    private readonly string folder;
    private readonly StepWatch watch;
    private readonly AdamW optimiser;
    private readonly LearningRate schedule;
    private readonly TrainingCheckpoint checkpoint;
    private readonly BatchGradient gradient;
    private long written = -1;

    /// <summary>Prepares a run.</summary>
    /// <param name="task">What is trained; stays the caller's.</param>
    /// <param name="settings">How.</param>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="time">The clock of what the observer is told; null: no time passes.</param>
    /// <param name="folder">Receives the checkpoints; what lies there is continued.</param>
    internal TrainingLoop(ITrainingTask task, TrainingSettings settings, ITrainingObserver observer, TimeProvider? time, string folder)
    {
        (this.task, this.settings, this.observer, this.folder, watch) = (task, settings, observer, folder, new StepWatch(time));
        optimiser = new AdamW(task.Parameters, settings.Optimiser);
        schedule = new LearningRate(settings.Schedule, settings.LearningRate, settings.WarmupSteps, settings.Steps);
        checkpoint = new TrainingCheckpoint(folder, task, optimiser, settings);
        gradient = new BatchGradient(task, settings, checkpoint, watch, folder);
    }

    /// <summary>Trains to the end.</summary>
    /// <param name="cancellation">Cancels after the step in progress; a checkpoint is written first.</param>
    internal TrainingResult Run(CancellationToken cancellation)
    {
        Make(folder);
        observer.OnData(TrainingData.Of(task.Windows));
        TrainingProgress progress = checkpoint.Restore() is { } restored ? Resumed(restored, cancellation) : Fresh();
        using PreparedBatches batches = Prepare(progress.Step);
        while (progress.Step < settings.Steps)
        {
            EndWhereAsked(progress, cancellation);
            progress = Advance(progress, batches);
            if (IsDue(progress.Step, settings.ValidateEvery))
                progress = progress with { Validation = Validate(progress.Step) };
            if (IsDue(progress.Step, JudgeEvery))
                Rollout(progress, cancellation);
            if (IsDue(progress.Step, settings.CheckpointEvery))
                Write(progress);
        }
        return Finish(progress);
    }

    /// <inheritdoc/>
    public void Dispose() => optimiser.Dispose();

    private static void Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw CheckpointErrors.NotWritten(Path.GetFullPath(folder), cause);
        }
    }

    private long JudgeEvery => task.IsJudged ? settings.JudgeEvery : 0;

    private bool IsDue(long step, long every) => every > 0 && (step % every == 0 || step == settings.Steps);

    private TrainingProgress Resumed(TrainingProgress progress, CancellationToken cancellation)
    {
        written = progress.Step;
        observer.OnResumed(progress.Step);
        // The checkpoint does not say whether the run ended before the episodes of its step, or after.
        if (progress.Step > 0 && IsDue(progress.Step, JudgeEvery))
            Rollout(progress, cancellation);
        return progress;
    }

    /// <summary>A checkpoint before the first step shows at once whether the folder takes one.</summary>
    private TrainingProgress Fresh()
    {
        var start = new TrainingProgress(0, double.NaN, new Dictionary<string, double>());
        Write(start);
        return start;
    }

    private TrainingResult Finish(TrainingProgress progress) => new(progress.Step, progress.LastLoss, progress.Validation, task.Export(folder, progress.Step))
    {
        BestStep = task.BestSoFar?.Step,
        BestSuccess = task.BestSoFar?.Success,
    };

    private void EndWhereAsked(TrainingProgress progress, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            Write(progress);
        cancellation.ThrowIfCancellationRequested();
    }

    private PreparedBatches Prepare(long step) => new(
        number => task.Windows.Read(task.Draw(StepPart.Of(number, settings)), task.Needs),
        step * settings.Accumulate, settings.Steps * settings.Accumulate, settings.Prefetch);

    private TrainingProgress Advance(TrainingProgress progress, PreparedBatches batches)
    {
        watch.Begin();
        double rate = schedule.RateAt(progress.Step);
        // Dropout draws from Torch's one generator; seeding it anew makes the step independent of those before.
        manual_seed(unchecked((settings.Seed * 1_000_003) + progress.Step));
        double loss = gradient.Add(progress.Step, batches);
        using (NewDisposeScope())
        {
            if (settings.ClipNorm > 0)
                nn.utils.clip_grad_norm_(task.Parameters.Select(p => p.Parameter), settings.ClipNorm);
            optimiser.Step(rate);
            optimiser.ZeroGradients();
            task.AfterStep();
        }
        watch.Computed();
        observer.OnTimes(progress.Step + 1, watch.Times);
        observer.OnStep(progress.Step + 1, settings.Steps, loss, rate);
        return progress with { Step = progress.Step + 1, LastLoss = loss };
    }

    private Dictionary<string, double> Validate(long step)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Dictionary<string, double> measures = task.Validate();
        observer.OnValidation(step, measures);
        return measures;
    }

    private void Rollout(TrainingProgress progress, CancellationToken cancellation)
    {
        try
        {
            observer.OnRollouts(progress.Step, task.Rollout(progress.Step, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Write(progress);
            throw;
        }
    }

    private void Write(TrainingProgress progress)
    {
        if (written == progress.Step)
            return;
        gradient.RequireFinite(progress.Step);
        checkpoint.Write(progress);
        written = progress.Step;
        observer.OnCheckpoint(progress.Step, checkpoint.Path);
    }
}
