using System.Text.Json.Nodes;
using System.Text.Json;
using DiffOG.Host.Configuration;
using DiffOG.Host.Experiments;
using DiffOG.Learning.Training;

namespace DiffOG.Host.Stages;

/// <summary>What an experiment file says of training, in the words of the trainers.</summary>
internal static class TrainingOptions
{
    // How often a training is looked at and saved does not decide its weights; a trainer continues with other intervals.
    private static readonly string[] Intervals =
        [.. new[] { nameof(OptimiserOptions.ValidateEvery), nameof(OptimiserOptions.ValidationWindows), nameof(OptimiserOptions.CheckpointEvery) }.Select(JsonNamingPolicy.CamelCase.ConvertName)];

    /// <summary>What of the options decides the weights, for the hash of a stage's inputs.</summary>
    /// <param name="options">What the file says.</param>
    internal static JsonObject Deciding(this OptimiserOptions options)
    {
        JsonObject all = OptionsJson.Write(options);
        foreach (string interval in Intervals)
            all.Remove(interval);
        return all;
    }

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
