namespace DiffOG.Learning.Training;

/// <summary>How a network is trained. Two runs with equal settings, demonstrations and start give equal weights.</summary>
public record TrainingSettings
{
    /// <summary>Optimiser steps; at least one.</summary>
    public long Steps { get; init; } = 2000;

    /// <summary>Windows per step; at least one.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The largest learning rate of the warm-up and cosine schedule.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Steps over which the learning rate rises from zero.</summary>
    public int WarmupSteps { get; init; } = 100;

    /// <summary>Decoupled weight decay of AdamW.</summary>
    public double WeightDecay { get; init; } = 1e-6;

    /// <summary>The largest Euclidean norm of a step's gradient; longer ones are shortened. Zero: no limit.</summary>
    public double ClipNorm { get; init; }

    /// <summary>The largest decay of the averaged weights; for policies.</summary>
    public double EmaMax { get; init; } = 0.9999;

    /// <summary>Share of the episodes kept for validation, 0 to below 1; above zero, at least one is kept when there are two.</summary>
    public double ValidationRatio { get; init; } = 0.05;

    /// <summary>Steps between validations; the last step is always validated.</summary>
    public long ValidateEvery { get; init; } = 250;

    /// <summary>Steps between checkpoints; the last step always writes one.</summary>
    public long CheckpointEvery { get; init; } = 250;

    /// <summary>Windows that validation looks at, spread evenly over those kept for it.</summary>
    public int ValidationWindows { get; init; } = 128;

    /// <summary>Of initial weights, batches and noise.</summary>
    public long Seed { get; init; } = 42;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal virtual void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BatchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LearningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(WarmupSteps);
        ArgumentOutOfRangeException.ThrowIfNegative(WeightDecay);
        ArgumentOutOfRangeException.ThrowIfNegative(ClipNorm);
        ArgumentOutOfRangeException.ThrowIfNegative(ValidationRatio);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ValidationRatio, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ValidateEvery);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(CheckpointEvery);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ValidationWindows);
    }

    /// <summary>What decides the weights, by name; a checkpoint is only continued where all of it is equal.</summary>
    internal virtual IEnumerable<(string Name, object Value)> Identity() =>
    [
        ("steps", Steps), ("batchSize", BatchSize), ("learningRate", LearningRate), ("warmupSteps", WarmupSteps), ("weightDecay", WeightDecay),
        ("clipNorm", ClipNorm), ("emaMax", EmaMax), ("validationRatio", ValidationRatio), ("seed", Seed),
    ];
}
