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
        var schedule = new CosineSchedule(1e-4, warmup, total);
        Close.To(golden.Read<double>(name + ".lr"), [.. golden.Read<long>(name + ".steps").Select(schedule.RateAt)], 1e-18);
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
