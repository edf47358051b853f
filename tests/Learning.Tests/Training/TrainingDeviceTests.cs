using DiffOG.Diagnostics;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Learning.Tests.Training;

public sealed class TrainingDeviceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(DeviceChoice.Auto, true, DeviceType.CUDA)]
    [InlineData(DeviceChoice.Auto, false, DeviceType.CPU)]
    [InlineData(DeviceChoice.Cpu, true, DeviceType.CPU)]
    [InlineData(DeviceChoice.Cuda, true, DeviceType.CUDA)]
    public void The_device_is_the_one_that_is_there(DeviceChoice choice, bool available, DeviceType expected) =>
        Assert.Equal(expected, TrainingDevice.TypeOf(choice, () => available));

    [Fact]
    public void Cuda_that_is_not_there_is_refused_before_anything_is_trained()
    {
        Assert.SkipWhen(cuda.is_available(), "Torch finds a CUDA device here.");
        using var policy = new TinyPolicy(3, 2);
        using var data = new TinyData(30);
        var seen = new Recorder();
        var trainer = new PolicyTrainer(policy, data, new TrainingSettings { Device = DeviceChoice.Cuda }, seen);
        DiffOGException error = Assert.Throws<DiffOGException>(() => trainer.Run(folder["run"], TestContext.Current.CancellationToken));
        Assert.Equal("DOG1314: Training on CUDA was asked for, and Torch finds no CUDA device here. Set \"device\" to \"auto\" or \"cpu\", or run where there is such a device and a libtorch built for it.", error.Message);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void Batches_are_made_where_the_network_is()
    {
        using DisposeScope scope = NewDisposeScope();
        DemonstrationWindows windows = DemonstrationWindows.Read(new TinyData(30), [], new WindowShape(2, 6, 3), new TrainingSettings());
        DemonstrationBatch batch = windows.Read([new(0, 3)], WindowNeeds.OfPolicy).ToBatch(META);
        Assert.All(new[] { batch.Actions, batch.Padding, batch.Observations.Values }, t => Assert.Equal(DeviceType.META, t.device_type));
    }
}
