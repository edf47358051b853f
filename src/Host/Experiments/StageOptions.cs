using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Composition;
using DiffOG.Learning.Schedules;
using DiffOG.Learning.Training;
using DiffOG.Refiners;

namespace DiffOG.Host.Experiments;

/// <summary>How demonstrations are collected from a scripted expert.</summary>
public sealed class CollectOptions
{
    /// <summary>The number of successful episodes.</summary>
    [Description("Successful episodes to record; failed ones are thrown away and counted.")]
    [Range(1, 100_000)]
    public int Episodes { get; init; } = 100;

    /// <summary>The first episode's seed; every try takes the next one.</summary>
    [Description("Seed of the first episode; every try takes the next one.")]
    public long FirstSeed { get; init; }
}

/// <summary>How a network is trained; shared by policy and layer.</summary>
public class OptimiserOptions : IValidatableObject
{
    /// <summary>Optimiser steps.</summary>
    [Description("Optimiser steps. train.steps 0, with refine.mode joint: the policy is trained with the layer from the beginning.")]
    [Range(0, 10_000_000)]
    public int Steps { get; init; } = 2000;

    /// <summary>A checkpoint whose weights and normalisers training starts from, instead of random weights.</summary>
    [Description("Weights to start from: a checkpoint of a run, or what 'diffog weights import' wrote. With steps 0 they are used as they are.")]
    [PathOption]
    public string? Weights { get; init; }

    /// <summary>Windows per step.</summary>
    [Description("Windows per step.")]
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 64;

    /// <summary>In how many parts a step's windows are computed.</summary>
    [Description("In how many parts, one after the other, a step's windows are computed; saves memory, the gradient is that of all windows.")]
    [Range(1, 65_536)]
    public int Accumulate { get; init; } = 1;

    /// <summary>The largest learning rate.</summary>
    [Description("Largest learning rate.")]
    [Range(1e-8, 1)]
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Steps over which the learning rate rises.</summary>
    [Description("Steps over which the learning rate rises.")]
    [Range(0, 1_000_000)]
    public int WarmupSteps { get; init; } = 100;

    /// <summary>How the learning rate goes on after its rise.</summary>
    [Description("How the learning rate goes on after its rise. cosine: along half a cosine to zero. linear: along a line to zero. constant: stays.")]
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Cosine;

    /// <summary>AdamW's decay of the mean of gradients.</summary>
    [Description("AdamW: how much of the mean of gradients is kept at each step.")]
    [Range(0, 0.999999)]
    public double Beta1 { get; init; } = 0.95;

    /// <summary>AdamW's decay of the mean of squared gradients.</summary>
    [Description("AdamW: how much of the mean of squared gradients is kept at each step.")]
    [Range(0, 0.999999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to AdamW's denominator.</summary>
    [Description("AdamW: added to the denominator.")]
    [Range(1e-16, 1)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay.</summary>
    [Description("AdamW: decoupled weight decay.")]
    [Range(0, 1)]
    public double WeightDecay { get; init; } = 1e-6;

    /// <summary>The largest norm of a step's gradient.</summary>
    [Description("Largest Euclidean norm of a step's gradient, longer ones are shortened; 0 for no limit.")]
    [Range(0, 1e6)]
    public double ClipNorm { get; init; }

    /// <summary>Steps between validations; the last step is always validated.</summary>
    [Description("Steps between validations.")]
    [Range(1, 10_000_000)]
    public int ValidateEvery { get; init; } = 250;

    /// <summary>Windows that a validation looks at.</summary>
    [Description("Windows that a validation looks at, spread evenly over the episodes kept for it.")]
    [Range(1, 1_000_000)]
    public int ValidationWindows { get; init; } = 128;

    /// <summary>Steps between checkpoints; the last step always writes one.</summary>
    [Description("Steps between checkpoints.")]
    [Range(1, 10_000_000)]
    public int CheckpointEvery { get; init; } = 250;

    /// <summary>Where the networks are trained.</summary>
    [Description("Where the networks are trained. auto: on the first CUDA device that Torch finds, else on the processor.")]
    public DeviceChoice Device { get; init; } = DeviceChoice.Auto;

    /// <summary>How many batches are read ahead.</summary>
    [Description("Batches that are read ahead on a thread of their own; 0 for none. Changes no result.")]
    [Range(0, 1024)]
    public int Prefetch { get; init; } = 2;

    /// <summary>The most memory that demonstrations may take.</summary>
    [Description("The most memory that demonstrations may take [MiB]; what does not fit is read when it is needed. Changes no result.")]
    [Range(0, 16_777_216)]
    public int MemoryMegabytes { get; init; } = 2048;

    /// <inheritdoc/>
    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Accumulate > BatchSize)
            yield return new ValidationResult($"a step's {BatchSize} windows cannot be computed in {Accumulate} parts", [nameof(Accumulate)]);
    }
}

/// <summary>How the policy is trained.</summary>
public sealed class TrainOptions : OptimiserOptions
{
    /// <summary>Share of the episodes kept for validation.</summary>
    [Description("Share of the episodes kept for validation.")]
    [Range(0, 0.9)]
    public double ValidationRatio { get; init; } = 0.05;

    /// <summary>How fast the decay of the averaged weights rises.</summary>
    [Description("Averaged weights: their decay after k steps is 1 - (1 + k / emaInverseGamma)^-emaPower, within emaMin and emaMax.")]
    [Range(0, 10)]
    public double EmaPower { get; init; } = 0.75;

    /// <summary>The time scale of that rise.</summary>
    [Description("Averaged weights: the time scale of the decay's rise [steps].")]
    [Range(1e-3, 1e7)]
    public double EmaInverseGamma { get; init; } = 1;

    /// <summary>The smallest decay of the averaged weights.</summary>
    [Description("Smallest decay of the averaged weights.")]
    [Range(0, 1)]
    public double EmaMin { get; init; }

    /// <summary>The largest decay of the averaged weights.</summary>
    [Description("Largest decay of the averaged weights.")]
    [Range(0, 1)]
    public double EmaMax { get; init; } = 0.9999;

    /// <summary>Steps during which the averaged weights just follow.</summary>
    [Description("Steps during which the averaged weights just follow the trained ones.")]
    [Range(0, 10_000_000)]
    public int EmaAfterStep { get; init; }

    /// <summary>Episodes that decide which checkpoint is used.</summary>
    [Description("Episodes that decide which checkpoint is used; without it, the last one is.")]
    public RolloutOptions? Rollouts { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (ValidationResult problem in base.Validate(validationContext))
            yield return problem;
        if (EmaMin > EmaMax)
            yield return new ValidationResult(FormattableString.Invariant($"the averaged weights' smallest decay {EmaMin} is above their largest {EmaMax}"), [nameof(EmaMin)]);
    }
}

/// <summary>Episodes between training steps, run by the averaged policy without a refiner.</summary>
public sealed class RolloutOptions
{
    /// <summary>Steps between the episodes.</summary>
    [Description("Steps between the episodes; they are also run after the last step.")]
    [Range(1, 10_000_000)]
    public int Every { get; init; } = 500;

    /// <summary>Episodes each time; the same seeds every time.</summary>
    [Description("Episodes each time; the same seeds every time.")]
    [Range(1, 100_000)]
    public int Episodes { get; init; } = 20;

    /// <summary>The first episode's seed.</summary>
    [Description("Seed of the first episode; none may be one of the evaluation's.")]
    public long FirstSeed { get; init; } = 1_000_000;

    /// <summary>How many of the best checkpoints are kept.</summary>
    [Description("How many of the checkpoints that did best are kept; the best of them is the one that is used.")]
    [Range(1, 1000)]
    public int Keep { get; init; } = 3;
}

/// <summary>What the layer is trained on.</summary>
public enum RefineMode
{
    /// <summary>Demonstrations in, demonstrations wanted (the paper's dataset training).</summary>
    Dataset,

    /// <summary>Samples of the frozen policy in, demonstrations wanted (the paper's refine training).</summary>
    Refine,

    /// <summary>The policy is trained on with the layer.</summary>
    Joint,
}

/// <summary>How the layer is trained.</summary>
public sealed class RefineOptions : OptimiserOptions
{
    /// <summary>What the layer is trained on.</summary>
    [Description("dataset: demonstrations in, demonstrations wanted. refine: samples of the frozen policy in, demonstrations wanted. joint: the policy is trained on with the layer.")]
    public RefineMode Mode { get; init; } = RefineMode.Refine;

    /// <summary>What the layer refines in joint training.</summary>
    [Description("Mode joint: what the layer refines. demonstrations: demonstrated chunks; the layer's loss does not reach the policy. policy: the chunks that the policy estimates; the gradient passes through the program into the policy.")]
    public JointInput JointInput { get; init; } = JointInput.Demonstrations;

    /// <summary>The weight of the layer's loss in joint training.</summary>
    [Description("Mode joint: weight of the layer's loss beside the policy's.")]
    [Range(0, 1e6)]
    public double LayerWeight { get; init; } = 1;

    /// <summary>Whether the rows that look back to the previous action are used in training too.</summary>
    [Description("Whether rows with the previous action are used in training too.")]
    public bool UsePrevious { get; init; }

    /// <summary>How far those rows look back.</summary>
    [Description("With usePrevious: how many actions before the chunk the constraints may look at; their highest order of differences.")]
    [Range(1, 64)]
    public int PreviousSteps { get; init; } = 3;

    /// <summary>How often a sampled chunk is used.</summary>
    [Description("Mode refine: how often a sampled chunk is used before new ones are drawn.")]
    [Range(1, 10_000)]
    public int SampleReuse { get; init; } = 8;

    /// <summary>How many chunks are sampled at a time.</summary>
    [Description("Mode refine: how many chunks are sampled at a time; rounded up to whole batches.")]
    [Range(1, 1_000_000)]
    public int PoolSize { get; init; } = 1024;

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (ValidationResult problem in base.Validate(validationContext))
            yield return problem;
        if (Steps == 0 && Weights is null)
            yield return new ValidationResult("a layer needs at least one step, or weights that were trained before", [nameof(Steps)]);
    }
}

/// <summary>The DiffOG layer.</summary>
public sealed class LayerOptions
{
    /// <summary>The Q-projector.</summary>
    [Description("The Q-projector.")]
    [PluginOf(PluginKind.QProjector)]
    public PluginChoice Projector { get; init; } = new() { Id = "transformer" };

    /// <summary>The constraint set; every refiner is held to it.</summary>
    [Description("The constraint set; every refiner is judged by it.")]
    [PluginOf(PluginKind.ConstraintSet)]
    public PluginChoice Constraints { get; init; } = new() { Id = "difference" };

    /// <summary>The QP solver.</summary>
    [Description("The QP solver.")]
    [PluginOf(PluginKind.QpSolver)]
    public PluginChoice Solver { get; init; } = new() { Id = "auto" };

    /// <summary>What the quadratic program minimises.</summary>
    [Description("linear: the reference's objective. tracking: returns a feasible chunk untouched when smoothWeight is 0.")]
    public LayerObjective Objective { get; init; } = LayerObjective.Linear;

    /// <summary>λ.</summary>
    [Description("Weight of squared consecutive differences.")]
    [Range(0, 1e6)]
    public double SmoothWeight { get; init; } = 4;
}

/// <summary>How refiners are compared.</summary>
public sealed class EvaluateOptions
{
    /// <summary>Episodes per refiner; the same seeds for each.</summary>
    [Description("Episodes per refiner; the same seeds for each.")]
    [Range(1, 100_000)]
    public int Episodes { get; init; } = 50;

    /// <summary>The first episode's seed.</summary>
    [Description("Seed of the first episode.")]
    public long FirstSeed { get; init; } = 100_000;

    /// <summary>Episodes per refiner that become a video in the report.</summary>
    [Description("Episodes per refiner that become a video; 0 for none.")]
    [Range(0, 100)]
    public int Videos { get; init; } = 1;

    /// <summary>Whether an episode goes on to the step limit after success.</summary>
    [Description("Whether an episode goes on to the step limit after success.")]
    public bool UntilHorizon { get; init; }
}
