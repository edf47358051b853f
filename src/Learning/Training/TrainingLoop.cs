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
internal sealed class TrainingLoop(ITrainingTask task, TrainingSettings settings, ITrainingObserver observer) : IDisposable
{
    private readonly AdamW optimiser = new(task.Parameters, new AdamWOptions { WeightDecay = settings.WeightDecay });
    private readonly CosineSchedule schedule = new(settings.LearningRate, settings.WarmupSteps, settings.Steps);
    private long written = -1;

    /// <summary>Trains to the end.</summary>
    /// <param name="folder">Receives the checkpoints; what lies there is continued.</param>
    /// <param name="cancellation">Cancels after the step in progress; a checkpoint is written first.</param>
    internal TrainingResult Run(string folder, CancellationToken cancellation)
    {
        Make(folder);
        var checkpoint = new TrainingCheckpoint(folder, task, optimiser, settings);
        TrainingProgress progress = checkpoint.Restore() is { } restored ? Resumed(restored) : Fresh(checkpoint);
        while (progress.Step < settings.Steps)
        {
            if (cancellation.IsCancellationRequested)
                Write(checkpoint, progress);
            cancellation.ThrowIfCancellationRequested();
            progress = Advance(progress, folder);
            if (IsDue(progress.Step, settings.ValidateEvery))
                progress = progress with { Validation = Validate(progress.Step) };
            if (IsDue(progress.Step, settings.CheckpointEvery))
                Write(checkpoint, progress);
        }
        return new TrainingResult(progress.Step, progress.LastLoss, progress.Validation, task.Export(folder, progress.Step));
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

    private bool IsDue(long step, long every) => step % every == 0 || step == settings.Steps;

    private TrainingProgress Resumed(TrainingProgress progress)
    {
        written = progress.Step;
        observer.OnResumed(progress.Step);
        return progress;
    }

    /// <summary>A checkpoint before the first step shows at once whether the folder takes one.</summary>
    private TrainingProgress Fresh(TrainingCheckpoint checkpoint)
    {
        var start = new TrainingProgress(0, double.NaN, new Dictionary<string, double>());
        Write(checkpoint, start);
        return start;
    }

    private TrainingProgress Advance(TrainingProgress progress, string folder)
    {
        using DisposeScope scope = NewDisposeScope();
        double rate = schedule.RateAt(progress.Step);
        // Dropout draws from Torch's one generator; seeding it anew makes the step independent of those before.
        manual_seed(unchecked((settings.Seed * 1_000_003) + progress.Step));
        Tensor loss = task.Loss(progress.Step);
        double value = loss.to(ScalarType.Float64).item<double>();
        if (!double.IsFinite(value))
            throw TrainingErrors.Diverged(progress.Step, $"the loss is {value}", folder);
        loss.backward();
        if (settings.ClipNorm > 0)
            nn.utils.clip_grad_norm_(task.Parameters.Select(p => p.Parameter), settings.ClipNorm);
        optimiser.Step(rate);
        optimiser.ZeroGradients();
        task.AfterStep();
        observer.OnStep(progress.Step + 1, settings.Steps, value, rate);
        return progress with { Step = progress.Step + 1, LastLoss = value };
    }

    private Dictionary<string, double> Validate(long step)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Dictionary<string, double> measures = task.Validate();
        observer.OnValidation(step, measures);
        return measures;
    }

    private void Write(TrainingCheckpoint checkpoint, TrainingProgress progress)
    {
        if (written == progress.Step)
            return;
        checkpoint.Write(progress);
        written = progress.Step;
        observer.OnCheckpoint(progress.Step, checkpoint.Path);
    }
}
