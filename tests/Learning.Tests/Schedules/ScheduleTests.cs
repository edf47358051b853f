using DiffOG.Learning.Natives;
using DiffOG.Learning.Ema;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Schedules;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Learning.Tests.Schedules;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(500, 10000)]
    [InlineData(10, 100)]
    [InlineData(0, 50)]
    public void The_cosine_schedule_equals_the_reference(int warmup, int total)
    {
        using SafetensorsFile golden = Fixture.Open("training_schedules");
        string name = $"lr.cosine_{warmup}_{total}";
        var schedule = new LearningRate(ScheduleKind.Cosine, 1e-4, warmup, total);
        Close.To(golden.Read<double>(name + ".lr"), [.. golden.Read<long>(name + ".steps").Select(schedule.RateAt)], 1e-18);
    }

    [Theory]
    [InlineData(ScheduleKind.Constant, 4, new[] { 0, 0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(ScheduleKind.Constant, 0, new[] { 1.0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(ScheduleKind.Linear, 2, new[] { 0, 0.5, 1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0 })]
    [InlineData(ScheduleKind.Linear, 0, new[] { 1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0 })]
    public void Rates_after_the_rise_stay_or_fall_along_a_line(ScheduleKind kind, int warmup, double[] expected)
    {
        var schedule = new LearningRate(kind, 1, warmup, 10);
        Close.To(expected, [.. Enumerable.Range(0, 11).Select(k => schedule.RateAt(k))], 1e-15);
        Assert.Equal(kind == ScheduleKind.Linear ? 0 : 1, schedule.RateAt(15));
    }

    [Fact]
    public void The_decay_is_held_between_its_smallest_and_its_largest()
    {
        var decay = new EmaDecay(Min: 0.5, Max: 0.6);
        Assert.Equal([0, 0, 0.5, 0.56, 0.6], new long[] { 0, 1, 2, 3, 100 }.Select(k => Math.Round(decay.At(k), 2)));
    }

    [Theory]
    [InlineData("diffog", 0.75, 0)]
    [InlineData("default", 2.0 / 3, 0)]
    [InlineData("after10", 0.75, 10)]
    public void The_decay_equals_the_reference(string name, double power, int after)
    {
        using SafetensorsFile golden = Fixture.Open("training_schedules");
        var decay = new EmaDecay(power, UpdateAfterStep: after);
        Close.To(golden.Read<double>($"decay.{name}"), [.. golden.Read<long>("steps").Select(decay.At)], 1e-15);
    }

    [Fact]
    public void Averaged_weights_equal_the_reference()
    {
        using SafetensorsFile golden = Fixture.Open("training_schedules");
        float[] models = golden.Read<float>("ema.model_weights");
        float[] averages = golden.Read<float>("ema.averaged");
        using nn.Module model = nn.Linear(3, 2, hasBias: false);
        using nn.Module average = nn.Linear(3, 2, hasBias: false);
        Set(model, averages[..6]);
        var averaged = new AveragedWeights(model, average, new EmaDecay());
        for (int k = 0; k < 12; k++)
        {
            Set(model, models[(6 * k)..(6 * (k + 1))]);
            averaged.Update();
            Close.To(averages[(6 * (k + 1))..(6 * (k + 2))], Weights(average), 2e-7);
        }
        Assert.Equal(12, averaged.Step);
    }

    [Fact]
    public void Models_of_other_forms_are_refused()
    {
        using nn.Module model = nn.Linear(3, 2);
        using nn.Module other = nn.Linear(3, 3);
        Assert.Throws<ArgumentException>(() => new AveragedWeights(model, other, new EmaDecay()));
    }

    [Fact]
    public void Updating_leaves_no_tensor_behind()
    {
        using nn.Module model = nn.Linear(3, 2);
        using nn.Module average = nn.Linear(3, 2);
        var averaged = new AveragedWeights(model, average, new EmaDecay());
        averaged.Update();
        long before = LiveTensors.Count();
        averaged.Update();
        Assert.Equal(before, LiveTensors.Count());
    }

    private static void Set(nn.Module module, float[] weights)
    {
        using IDisposable frozen = no_grad();
        using Tensor values = tensor(weights);
        using Tensor shaped = values.reshape(2, 3);
        module.get_parameter("weight")!.copy_(shaped);
    }

    private static float[] Weights(nn.Module module)
    {
        using Tensor detached = module.get_parameter("weight")!.detach();
        return detached.data<float>().ToArray();
    }
}
