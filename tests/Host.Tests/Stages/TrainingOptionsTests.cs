using DiffOG.Host.Experiments;
using DiffOG.Host.Stages;
using DiffOG.Learning.Schedules;
using DiffOG.Learning.Training;
using Xunit;

namespace DiffOG.Host.Tests.Stages;

/// <summary>What an experiment file says of training reaches the trainers: nothing that can be written is without effect.</summary>
public sealed class TrainingOptionsTests
{
    [Fact]
    public void Every_option_of_the_policys_training_reaches_its_trainer() => AssertCarried(
        new TrainOptions
        {
            Steps = 11,
            BatchSize = 12,
            LearningRate = 0.13,
            WarmupSteps = 14,
            WeightDecay = 0.15,
            ClipNorm = 16,
            ValidateEvery = 17,
            ValidationWindows = 18,
            CheckpointEvery = 19,
            Accumulate = 3,
            Schedule = ScheduleKind.Linear,
            Beta1 = 0.23,
            Beta2 = 0.24,
            Epsilon = 0.25,
            Prefetch = 26,
            MemoryMegabytes = 27,
            ValidationRatio = 0.2,
            EmaPower = 0.28,
            EmaInverseGamma = 29,
            EmaMin = 0.03,
            EmaMax = 0.21,
            EmaAfterStep = 31,
        },
        options => options.ToSettings(seed: 22),
        new TrainOptions().ToSettings(seed: 42),
        new TrainingSettings());

    [Fact]
    public void Every_option_of_the_layers_training_reaches_its_trainer() => AssertCarried(
        new RefineOptions
        {
            Steps = 11,
            BatchSize = 12,
            LearningRate = 0.13,
            WarmupSteps = 14,
            WeightDecay = 0.15,
            ClipNorm = 16,
            ValidateEvery = 17,
            ValidationWindows = 18,
            CheckpointEvery = 19,
            Accumulate = 3,
            Schedule = ScheduleKind.Linear,
            Beta1 = 0.23,
            Beta2 = 0.24,
            Epsilon = 0.25,
            Prefetch = 26,
            MemoryMegabytes = 27,
            Mode = RefineMode.Dataset,
            UsePrevious = true,
            PreviousSteps = 20,
            SampleReuse = 21,
            PoolSize = 22,
        },
        options => options.ToSettings(validationRatio: 0.2, seed: 22),
        new RefineOptions().ToSettings(validationRatio: 0.05, seed: 42),
        new LayerTrainingSettings());

    [Fact]
    public void How_often_a_training_is_looked_at_and_saved_does_not_decide_its_result()
    {
        string decided = new TrainOptions().Deciding().ToJsonString();
        Assert.Equal(decided, new TrainOptions { ValidateEvery = 7, ValidationWindows = 8, CheckpointEvery = 9, Prefetch = 0, MemoryMegabytes = 1 }.Deciding().ToJsonString());
        Assert.NotEqual(decided, new TrainOptions { Steps = 7 }.Deciding().ToJsonString());
        Assert.NotEqual(decided, new TrainOptions { EmaMax = 0.5 }.Deciding().ToJsonString());
        Assert.NotEqual(decided, new TrainOptions { Accumulate = 2 }.Deciding().ToJsonString());
        Assert.NotEqual(new RefineOptions().Deciding().ToJsonString(), new RefineOptions { PoolSize = 7 }.Deciding().ToJsonString());
    }

    private static void AssertCarried<TOptions, TSettings>(TOptions changed, Func<TOptions, TSettings> convert, TSettings fromDefaults, TSettings defaults)
        where TOptions : new()
    {
        TSettings settings = convert(changed);
        Assert.Equal(defaults, fromDefaults);
        Assert.All(typeof(TOptions).GetProperties(), property =>
        {
            object? written = property.GetValue(changed);
            // A property that was added and is not set here would be compared with its own default.
            Assert.NotEqual(property.GetValue(new TOptions()), written);
            Assert.Equal($"{written}", $"{typeof(TSettings).GetProperty(property.Name)?.GetValue(settings)}");
        });
    }
}
