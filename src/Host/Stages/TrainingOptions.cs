using System.Text.Json.Nodes;
using System.Text.Json;
using DiffOG.Host.Configuration;
using DiffOG.Host.Experiments;
using DiffOG.Learning.Natives;
using DiffOG.Learning.Training;

namespace DiffOG.Host.Stages;

/// <summary>What an experiment file says of training, in the words of the trainers.</summary>
internal static class TrainingOptions
{
    // How often a training is looked at and saved, how its data are read and by which device, does not decide its weights, but for their last bits; a trainer continues with others.
    private static readonly string[] Undeciding =
        [.. new[]
        {
            nameof(OptimiserOptions.ValidateEvery), nameof(OptimiserOptions.ValidationWindows), nameof(OptimiserOptions.CheckpointEvery),
            nameof(OptimiserOptions.Prefetch), nameof(OptimiserOptions.MemoryMegabytes), nameof(OptimiserOptions.Device),
        }.Select(JsonNamingPolicy.CamelCase.ConvertName)];

    /// <summary>Requires that the device that was asked for is there.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1314: it is not.</exception>
    internal static void RequireDevice(DeviceChoice choice)
    {
        // The processor is always there, and asking Torch would load it.
        if (choice != DeviceChoice.Cuda)
            return;
        TorchRuntime.Load();
        TrainingDevice.Require(choice);
    }

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
        Seed = seed,
        JudgeEvery = options.Rollouts?.Every ?? 0,
        KeepBest = options.Rollouts?.Keep ?? new RolloutOptions().Keep,
    }.With(options).WithPolicy(options);

    /// <summary>The training of the layer.</summary>
    /// <param name="options">What the file says.</param>
    /// <param name="policy">The policy's training: the layer is judged by the same episodes, and joint training averages weights as it does.</param>
    /// <param name="seed">The experiment's seed.</param>
    internal static LayerTrainingSettings ToSettings(this RefineOptions options, TrainOptions policy, long seed) => new LayerTrainingSettings
    {
        Mode = ModeOf(options.Mode),
        JointInput = options.JointInput,
        LayerWeight = options.LayerWeight,
        UsePrevious = options.UsePrevious,
        PreviousSteps = options.PreviousSteps,
        SampleReuse = options.SampleReuse,
        PoolSize = options.PoolSize,
        Seed = seed,
    }.With(options).WithPolicy(policy);

    private static LayerTrainingMode ModeOf(RefineMode mode) => mode switch
    {
        RefineMode.Dataset => LayerTrainingMode.Dataset,
        RefineMode.Joint => LayerTrainingMode.Joint,
        _ => LayerTrainingMode.Refine,
    };

    /// <summary>What only the policy's training says.</summary>
    private static T WithPolicy<T>(this T settings, TrainOptions options)
        where T : TrainingSettings => settings with
        {
            EmaPower = options.EmaPower,
            EmaInverseGamma = options.EmaInverseGamma,
            EmaMin = options.EmaMin,
            EmaMax = options.EmaMax,
            EmaAfterStep = options.EmaAfterStep,
            ValidationRatio = options.ValidationRatio,
        };

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
            Device = options.Device,
            Prefetch = options.Prefetch,
            MemoryMegabytes = options.MemoryMegabytes,
        };
}
