using System.ComponentModel.DataAnnotations;
using DiffOG.Diagnostics;
using DiffOG.Host.Experiments;
using DiffOG.Host.Stages;
using DiffOG.Learning.Natives;
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
            Device = DeviceChoice.Cpu,
            Prefetch = 26,
            MemoryMegabytes = 27,
            ValidationRatio = 0.2,
            EmaPower = 0.28,
            EmaInverseGamma = 29,
            EmaMin = 0.03,
            EmaMax = 0.21,
            EmaAfterStep = 31,
            Rollouts = new RolloutOptions { Every = 32, Episodes = 33, FirstSeed = 34, Keep = 35 },
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
            Device = DeviceChoice.Cpu,
            Prefetch = 26,
            MemoryMegabytes = 27,
            Mode = RefineMode.Dataset,
            JointInput = JointInput.Policy,
            LayerWeight = 0.36,
            UsePrevious = true,
            PreviousSteps = 20,
            SampleReuse = 21,
            PoolSize = 22,
        },
        options => options.ToSettings(new TrainOptions(), seed: 22),
        new RefineOptions().ToSettings(new TrainOptions(), seed: 42),
        new LayerTrainingSettings());

    [Fact]
    public void Episodes_between_steps_reach_the_trainer_and_decide_its_result()
    {
        var options = new TrainOptions { Rollouts = new RolloutOptions { Every = 32, Keep = 35 } };
        Assert.Equal((32, 35), (options.ToSettings(1).JudgeEvery, options.ToSettings(1).KeepBest));
        Assert.NotEqual(options.Deciding().ToJsonString(), new TrainOptions { Rollouts = new RolloutOptions { Every = 32, Keep = 35, Episodes = 3 } }.Deciding().ToJsonString());
    }

    [Theory]
    [InlineData(RefineMode.Dataset, LayerTrainingMode.Dataset)]
    [InlineData(RefineMode.Refine, LayerTrainingMode.Refine)]
    [InlineData(RefineMode.Joint, LayerTrainingMode.Joint)]
    public void The_layers_training_takes_validation_and_averaging_from_the_policys(RefineMode mode, LayerTrainingMode expected)
    {
        LayerTrainingSettings settings = new RefineOptions { Mode = mode }.ToSettings(new TrainOptions { ValidationRatio = 0.2, EmaMax = 0.5, Steps = 7, Device = DeviceChoice.Cuda }, seed: 22);
        Assert.Equal((expected, 0.2, 0.5, 22), (settings.Mode, settings.ValidationRatio, settings.EmaMax, settings.Seed));
        Assert.Equal((2000, DeviceChoice.Auto), (settings.Steps, settings.Device));
    }

    [Fact]
    public void Values_that_do_not_fit_each_other_are_named()
    {
        Assert.Equal(["a step's 4 windows cannot be computed in 5 parts", "the averaged weights' smallest decay 0.9 is above their largest 0.8"], Problems(new TrainOptions { BatchSize = 4, Accumulate = 5, EmaMin = 0.9, EmaMax = 0.8 }));
        Assert.Equal(["a layer needs at least one step, or weights that were trained before"], Problems(new RefineOptions { Steps = 0 }));
        Assert.Equal(["train.steps is 0, and neither train.weights nor refine.mode joint gives the policy any"], Problems(new ExperimentOptions { Train = new TrainOptions { Steps = 0 } }));
        Assert.Empty(Problems(new ExperimentOptions { Train = new TrainOptions { Steps = 0, Weights = "policy.safetensors" } }));
        Assert.Empty(Problems(new ExperimentOptions { Train = new TrainOptions { Steps = 0 }, Refine = new RefineOptions { Mode = RefineMode.Joint } }));
    }

    [Theory]
    [InlineData(81, 20, true)]
    [InlineData(80, 20, false)]
    [InlineData(149, 1, true)]
    [InlineData(150, 9, false)]
    public void Episodes_between_steps_share_no_seed_with_the_evaluation(long first, int episodes, bool refused) => Assert.Equal(
        refused ? [$"the episodes of train.rollouts (seeds {first} to {first + episodes - 1}) and of the evaluation (100 to 149) must not share a seed"] : [],
        Problems(new ExperimentOptions
        {
            Train = new TrainOptions { Rollouts = new RolloutOptions { FirstSeed = first, Episodes = episodes } },
            Evaluate = new EvaluateOptions { FirstSeed = 100, Episodes = 50 },
        }));

    [Fact]
    public void A_device_that_is_not_there_is_refused_before_any_stage_begins()
    {
        TrainingOptions.RequireDevice(DeviceChoice.Auto);
        TrainingOptions.RequireDevice(DeviceChoice.Cpu);
        TorchRuntime.Load();
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "Torch finds a CUDA device here.");
        Assert.Equal("DOG1314", Assert.Throws<DiffOGException>(() => TrainingOptions.RequireDevice(DeviceChoice.Cuda)).Id);
    }

    [Fact]
    public void How_often_a_training_is_looked_at_and_saved_does_not_decide_its_result()
    {
        string decided = new TrainOptions().Deciding().ToJsonString();
        Assert.Equal(decided, new TrainOptions { ValidateEvery = 7, ValidationWindows = 8, CheckpointEvery = 9, Prefetch = 0, MemoryMegabytes = 1, Device = DeviceChoice.Cpu }.Deciding().ToJsonString());
        Assert.NotEqual(decided, new TrainOptions { Steps = 7 }.Deciding().ToJsonString());
        Assert.NotEqual(decided, new TrainOptions { EmaMax = 0.5 }.Deciding().ToJsonString());
        Assert.NotEqual(decided, new TrainOptions { Accumulate = 2 }.Deciding().ToJsonString());
        Assert.NotEqual(new RefineOptions().Deciding().ToJsonString(), new RefineOptions { PoolSize = 7 }.Deciding().ToJsonString());
    }

    private static string?[] Problems(IValidatableObject options) => [.. options.Validate(new ValidationContext(options)).Select(r => r.ErrorMessage)];

    private static void AssertCarried<TOptions, TSettings>(TOptions changed, Func<TOptions, TSettings> convert, TSettings fromDefaults, TSettings defaults)
        where TOptions : new()
    {
        TSettings settings = convert(changed);
        Assert.Equal(defaults, fromDefaults);
        // Episodes between steps are the judge's business, and weights to start from a file of the stage: the trainer gets them by other names.
        Assert.All(typeof(TOptions).GetProperties().Where(p => p.Name is not (nameof(TrainOptions.Rollouts) or nameof(OptimiserOptions.Weights))), property =>
        {
            object? written = property.GetValue(changed);
            // A property that was added and is not set here would be compared with its own default.
            Assert.NotEqual(property.GetValue(new TOptions()), written);
            Assert.Equal($"{written}", $"{typeof(TSettings).GetProperty(property.Name)?.GetValue(settings)}");
        });
    }
}
