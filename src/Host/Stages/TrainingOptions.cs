using DiffOG.Host.Experiments;
using DiffOG.Learning.Training;

namespace DiffOG.Host.Stages;

/// <summary>What an experiment file says of training, in the words of the trainers.</summary>
internal static class TrainingOptions
{
    /// <summary>The training of the policy.</summary>
    /// <param name="options">What the file says.</param>
    /// <param name="seed">The experiment's seed.</param>
    internal static TrainingSettings ToSettings(this TrainOptions options, long seed) => new()
    {
        Steps = options.Steps,
        BatchSize = options.BatchSize,
        LearningRate = options.LearningRate,
        WarmupSteps = options.WarmupSteps,
        WeightDecay = options.WeightDecay,
        ClipNorm = options.ClipNorm,
        EmaMax = options.EmaMax,
        ValidationRatio = options.ValidationRatio,
        ValidationWindows = options.ValidationWindows,
        ValidateEvery = options.ValidateEvery,
        CheckpointEvery = options.CheckpointEvery,
        Seed = seed,
    };

    /// <summary>The training of the layer.</summary>
    /// <param name="options">What the file says.</param>
    /// <param name="validationRatio">The policy's, so that the layer is judged by the same episodes.</param>
    /// <param name="seed">The experiment's seed.</param>
    internal static LayerTrainingSettings ToSettings(this RefineOptions options, double validationRatio, long seed) => new()
    {
        Mode = options.Mode == RefineMode.Dataset ? LayerTrainingMode.Dataset : LayerTrainingMode.Refine,
        UsePrevious = options.UsePrevious,
        PreviousSteps = options.PreviousSteps,
        SampleReuse = options.SampleReuse,
        PoolSize = options.PoolSize,
        Steps = options.Steps,
        BatchSize = options.BatchSize,
        LearningRate = options.LearningRate,
        WarmupSteps = options.WarmupSteps,
        WeightDecay = options.WeightDecay,
        ClipNorm = options.ClipNorm,
        ValidationRatio = validationRatio,
        ValidationWindows = options.ValidationWindows,
        ValidateEvery = options.ValidateEvery,
        CheckpointEvery = options.CheckpointEvery,
        Seed = seed,
    };
}
