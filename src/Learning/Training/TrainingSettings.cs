using DiffOG.Learning.Ema;
using DiffOG.Learning.Optim;
using DiffOG.Learning.Schedules;

namespace DiffOG.Learning.Training;

/// <summary>How a network is trained. Two runs with equal settings, demonstrations and start give equal weights.</summary>
public record TrainingSettings
{
    /// <summary>Optimiser steps. Zero: a policy only gets its normalisers and initial weights, for joint training.</summary>
    public long Steps { get; init; } = 2000;

    /// <summary>Windows per step; at least one.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>In how many parts, one after the other, a step's windows are computed; their gradients add up to that of all. At most the batch size.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>The largest learning rate.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Steps over which the learning rate rises from zero.</summary>
    public int WarmupSteps { get; init; } = 100;

    /// <summary>How the learning rate goes on after its rise.</summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Cosine;

    /// <summary>How much of the mean of gradients each step of AdamW keeps, 0 to below 1.</summary>
    public double Beta1 { get; init; } = 0.95;

    /// <summary>How much of the mean of squared gradients each step of AdamW keeps, 0 to below 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the mean of squared gradients.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay of AdamW.</summary>
    public double WeightDecay { get; init; } = 1e-6;

    /// <summary>The largest Euclidean norm of a step's gradient; longer ones are shortened. Zero: no limit.</summary>
    public double ClipNorm { get; init; }

    /// <summary>How fast the decay of the averaged weights rises; for policies, as the other settings of the average.</summary>
    public double EmaPower { get; init; } = 0.75;

    /// <summary>The time scale of that rise [steps].</summary>
    public double EmaInverseGamma { get; init; } = 1;

    /// <summary>The smallest decay of the averaged weights, once they no longer just follow.</summary>
    public double EmaMin { get; init; }

    /// <summary>The largest decay of the averaged weights.</summary>
    public double EmaMax { get; init; } = 0.9999;

    /// <summary>Steps during which the averaged weights just follow.</summary>
    public long EmaAfterStep { get; init; }

    /// <summary>Share of the episodes kept for validation, 0 to below 1; above zero, at least one is kept when there are two.</summary>
    public double ValidationRatio { get; init; } = 0.05;

    /// <summary>Steps between validations; the last step is always validated.</summary>
    public long ValidateEvery { get; init; } = 250;

    /// <summary>Steps between checkpoints; the last step always writes one.</summary>
    public long CheckpointEvery { get; init; } = 250;

    /// <summary>Steps between judgements by episodes, where there is a judge; the last step is always judged. Zero: never. For policies.</summary>
    public long JudgeEvery { get; init; }

    /// <summary>How many of the checkpoints that did best in episodes are kept.</summary>
    public int KeepBest { get; init; } = 3;

    /// <summary>Windows that validation looks at, spread evenly over those kept for it.</summary>
    public int ValidationWindows { get; init; } = 128;

    /// <summary>Where the networks are trained.</summary>
    public DeviceChoice Device { get; init; } = DeviceChoice.Auto;

    /// <summary>How many batches are read ahead on a thread of their own; zero: none. Decides nothing but the time.</summary>
    public int Prefetch { get; init; } = 2;

    /// <summary>The most that demonstrations may take of the memory [MiB]; the rest is read when it is needed. Decides nothing but the time.</summary>
    public int MemoryMegabytes { get; init; } = 2048;

    /// <summary>Of initial weights, batches and noise.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>The optimiser's.</summary>
    internal AdamWOptions Optimiser => new() { Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon, WeightDecay = WeightDecay };

    /// <summary>The averaged weights'.</summary>
    internal EmaDecay Average => new(EmaPower, EmaInverseGamma, EmaMax, EmaAfterStep, EmaMin);

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal virtual void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BatchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Accumulate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Accumulate, BatchSize);
        ArgumentOutOfRangeException.ThrowIfNegative(Prefetch);
        ArgumentOutOfRangeException.ThrowIfNegative(MemoryMegabytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LearningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(WarmupSteps);
        RequireBelowOne(Beta1, nameof(Beta1));
        RequireBelowOne(Beta2, nameof(Beta2));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Epsilon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(EmaInverseGamma);
        ArgumentOutOfRangeException.ThrowIfNegative(EmaPower);
        ArgumentOutOfRangeException.ThrowIfNegative(EmaMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(EmaMin, EmaMax);
        ArgumentOutOfRangeException.ThrowIfNegative(EmaAfterStep);
        ArgumentOutOfRangeException.ThrowIfNegative(WeightDecay);
        ArgumentOutOfRangeException.ThrowIfNegative(ClipNorm);
        RequireBelowOne(ValidationRatio, nameof(ValidationRatio));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ValidateEvery);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(CheckpointEvery);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ValidationWindows);
        ArgumentOutOfRangeException.ThrowIfNegative(JudgeEvery);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(KeepBest);
    }

    /// <summary>What decides the weights, by name; a checkpoint is only continued where all of it is equal.</summary>
    internal virtual IEnumerable<(string Name, object Value)> Identity() =>
    [
        ("steps", Steps), ("batchSize", BatchSize), ("accumulate", Accumulate), ("learningRate", LearningRate), ("schedule", Schedule), ("warmupSteps", WarmupSteps),
        ("beta1", Beta1), ("beta2", Beta2), ("epsilon", Epsilon), ("weightDecay", WeightDecay), ("clipNorm", ClipNorm), ("emaPower", EmaPower),
        ("emaInverseGamma", EmaInverseGamma), ("emaMin", EmaMin), ("emaMax", EmaMax), ("emaAfterStep", EmaAfterStep),
        ("validationRatio", ValidationRatio), ("seed", Seed),
    ];

    private static void RequireBelowOne(double value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1, name);
    }
}
