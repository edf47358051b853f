using DiffOG.Learning.Policies;
using DiffOG.Learning.Training;
using DiffOG.Specs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Learning.Tests.Training;

public sealed class DemonstrationMemoryTests
{
    private const int BytesOfAStep = sizeof(float) * 5;
    private static readonly WindowShape Shape = new(2, 6, 3);
    private static readonly CameraSpec Eye = new("eye", 4, 2);

    [Fact]
    public void Values_are_held_first_then_pictures_episode_by_episode()
    {
        using var data = new TinyData(10, 20, 10) { Cameras = [Eye] };
        MemoryUse use = MemoryPlan.Of(data.Spec, [Eye], (40 * BytesOfAStep) + (25 * Eye.Bytes)).Use;
        Assert.Equal(3, use.EpisodesWithValues);
        Assert.Equal(2, use.EpisodesWithPictures);
        Assert.Equal((40 * BytesOfAStep) + (20 * Eye.Bytes), use.Held);
        Assert.Equal((40 * BytesOfAStep, 40 * Eye.Bytes), (use.ValueBytes, use.PictureBytes));
    }

    [Fact]
    public void Values_that_do_not_fit_are_not_held_and_no_budget_is_exceeded()
    {
        using var data = new TinyData(10, 20, 10);
        for (long budget = 0; budget <= 50 * BytesOfAStep; budget += BytesOfAStep)
        {
            MemoryUse use = MemoryPlan.Of(data.Spec, [], budget).Use;
            Assert.InRange(use.Held, 0, budget);
            Assert.Equal(0, use.EpisodesWithPictures);
        }
    }

    [Fact]
    public void Windows_are_the_same_from_memory_and_from_the_dataset()
    {
        using var data = new TinyData(9, 9) { Cameras = [Eye] };
        DemonstrationWindows held = Read(data, 100), lazy = Read(data, 0);
        Assert.Equal(0, lazy.Memory.Held);
        using DisposeScope scope = NewDisposeScope();
        foreach (WindowPlace place in held.Training)
        {
            WindowArrays a = held.Read([place], WindowNeeds.OfPolicy), b = lazy.Read([place], WindowNeeds.OfPolicy);
            Assert.Equal(a.Observations, b.Observations);
            Assert.Equal(a.Actions, b.Actions);
            Assert.Equal(a.Padding, b.Padding);
            Assert.Equal(a.Pictures[0].Bytes, b.Pictures[0].Bytes);
            Assert.Equal(a.Previous[0]?.Values, b.Previous[0]?.Values);
            Assert.Equal(Math.Min(3, place.Start + 1), a.Previous[0]?.Steps ?? 0);
        }
        Assert.Equal(held.MeanAction, lazy.MeanAction);
    }

    [Fact]
    public void Pictures_outside_the_episode_repeat_its_first_and_those_held_are_read_once()
    {
        using var data = new TinyData(9, 9) { Cameras = [Eye] };
        DemonstrationWindows windows = Read(data, 100);
        int before = data.PictureReads.Count;
        using DisposeScope scope = NewDisposeScope();
        ObservationBatch batch = windows.Read([new(1, -1), new(1, 3), new(1, 3)], WindowNeeds.OfPolicy).ToObservations(CPU);
        Assert.Equal([3L, 2L, 2L, 4L, 3L], batch.Pictures["eye"].shape);
        byte[] bytes = batch.Pictures["eye"].select(2, 0).select(2, 0).select(2, 0).contiguous().data<byte>().ToArray();
        Assert.Equal([10, 10, 13, 14, 13, 14], bytes);
        Assert.Equal(("eye", 1, 0, 9), Assert.Single(data.PictureReads.Skip(before)));
    }

    [Fact]
    public void Only_what_a_training_needs_is_read()
    {
        using var data = new TinyData(9, 9) { Cameras = [Eye] };
        DemonstrationWindows windows = Read(data, 0);
        (int values, int pictures) = (data.Reads.Count, data.PictureReads.Count);
        WindowArrays read = windows.Read([new(0, 2)], new WindowNeeds(false, 0));
        Assert.Empty(read.Observations);
        Assert.Null(read.Previous[0]);
        Assert.Equal(pictures, data.PictureReads.Count);
        Assert.Equal((0, 2, 6), Assert.Single(data.Reads.Skip(values)));
    }

    [Fact]
    public void Episodes_without_a_window_are_named()
    {
        using var data = new TinyData(9, 2, 9, 1);
        Assert.Equal([1, 3], Read(data, 1).TooShort);
    }

    private static DemonstrationWindows Read(TinyData data, int megabytes) =>
        DemonstrationWindows.Read(data, data.Cameras, Shape, new TrainingSettings { ValidationRatio = 0, MemoryMegabytes = megabytes });
}
