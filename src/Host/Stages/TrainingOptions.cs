using System.Text.Json.Nodes;
using System.Text.Json;
using DiffOG.Host.Configuration;
using DiffOG.Host.Experiments;
using DiffOG.Learning.Training;

namespace DiffOG.Host.Stages;

/// <summary>What an experiment file says of training, in the words of the trainers.</summary>
internal static class TrainingOptions
{
    // How often a training is looked at and saved, and how its data are read, does not decide its weights; a trainer continues with others.
    private static readonly string[] Undeciding =
        [.. new[]
        {
            nameof(OptimiserOptions.ValidateEvery), nameof(OptimiserOptions.ValidationWindows), nameof(OptimiserOptions.CheckpointEvery),
            nameof(OptimiserOptions.Prefetch), nameof(OptimiserOptions.MemoryMegabytes),
        }.Select(JsonNamingPolicy.CamelCase.ConvertName)];

    /// <summary>What of the options decides the weights, for the hash of a stage's inputs.</summary>
    /// <param name="options">What the file says.</param>
    internal static JsonObject Deciding(this OptimiserOptions options)
    {
        JsonObject all = OptionsJson.Write(options);
        foreach (string name in Undeciding)
            all.Remove(name);
        return all;
    }

    /// <summary>The training of the policy.</summary>
    /// <param name="options">What the file says.</param>
    /// <param name="seed">The experiment's seed.</param>
    internal static TrainingSettings ToSettings(this TrainOptions options, long seed) => new TrainingSettings
    {
        EmaPower = options.EmaPower,
        EmaInverseGamma = options.EmaInverseGamma,
        EmaMin = options.EmaMin,
        EmaMax = options.EmaMax,
        EmaAfterStep = options.EmaAfterStep,
        ValidationRatio = options.ValidationRatio,
        Seed = seed,
    }.With(options);

    /// <summary>The training of the layer.</summary>
    /// <param name="options">What the file says.</param>
    /// <param name="validationRatio">The policy's, so that the layer is judged by the same episodes.</param>
    /// <param name="seed">The experiment's seed.</param>
    internal static LayerTrainingSettings ToSettings(this RefineOptions options, double validationRatio, long seed) => new LayerTrainingSettings
    {
        Mode = options.Mode == RefineMode.Dataset ? LayerTrainingMode.Dataset : LayerTrainingMode.Refine,
        UsePrevious = options.UsePrevious,
        PreviousSteps = options.PreviousSteps,
        SampleReuse = options.SampleReuse,
        PoolSize = options.PoolSize,
        ValidationRatio = validationRatio,
        Seed = seed,
    }.With(options);

    /// <summary>What both trainings have.</summary>
    private static T With<T>(this T settings, OptimiserOptions options)
        where T : TrainingSettings => settings with
        {
            Steps = options.Steps,
            BatchSize = options.BatchSize,
            Accumulate = options.Accumulate,
            LearningRate = options.LearningRate,
            WarmupSteps = options.WarmupSteps,
            Schedule = options.Schedule,
            Beta1 = options.Beta1,
            Beta2 = options.Beta2,
            Epsilon = options.Epsilon,
            WeightDecay = options.WeightDecay,
            ClipNorm = options.ClipNorm,
            ValidationWindows = options.ValidationWindows,
            ValidateEvery = options.ValidateEvery,
            CheckpointEvery = options.CheckpointEvery,
            Prefetch = options.Prefetch,
            MemoryMegabytes = options.MemoryMegabytes,
        };
}
