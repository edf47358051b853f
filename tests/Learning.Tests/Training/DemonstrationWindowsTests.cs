using DiffOG.Diagnostics;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Learning.Tests.Training;

public sealed class DemonstrationWindowsTests
{
    private static readonly WindowShape Reference = new(2, 16, 8);

    [Theory]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(40)]
    public void An_episode_gives_as_many_windows_as_the_reference(int length)
    {
        DemonstrationWindows windows = Read(Reference, 0, length);
        Assert.Equal(length - 7, windows.Training.Count);
        Assert.Equal(-1, windows.Training[0].Start);
    }

    [Fact]
    public void Steps_outside_the_episode_repeat_its_first_and_last()
    {
        using DisposeScope scope = NewDisposeScope();
        DemonstrationWindows windows = Read(new WindowShape(2, 6, 3), 0, 5, 4);
        Assert.Equal([new(0, -1), new(0, 0), new(0, 1), new(1, -1), new(1, 0)], windows.Training);
        DemonstrationBatch batch = windows.Read([new(0, -1), new(0, 1), new(1, 0)], WindowNeeds.OfPolicy).ToBatch(CPU);
        Assert.Equal([0, 0, 1, 2, 3, 4], First(batch.Actions[0]));
        Assert.Equal([1, 2, 3, 4, 4, 4], First(batch.Actions[1]));
        Assert.Equal([1000, 1001, 1002, 1003, 1003, 1003], First(batch.Actions[2]));
        Assert.Equal([0, 0], First(batch.Observations.Values[0]));
        Assert.Equal([1000, 1001], First(batch.Observations.Values[2]));
        Assert.Equal([2L, 3L], batch.Observations.Values[0].shape);
        Assert.Equal(1000.25f, batch.Actions[2][0][1].item<float>());
        Assert.Equal([true, false, false, false, false, false], batch.Padding[0].contiguous().data<bool>().ToArray());
        Assert.Equal([false, false, false, false, true, true], batch.Padding[1].contiguous().data<bool>().ToArray());
    }

    [Fact]
    public void Windows_may_reach_as_far_past_the_end_as_the_policy_says()
    {
        Assert.Equal(9, Read(new WindowShape(2, 6, 3) { PaddedSteps = 5 }, 0, 8).Training.Count);
        Assert.Equal(6, Read(new WindowShape(2, 6, 3), 0, 8).Training.Count);
        Assert.Equal(6, (new WindowShape(2, 6, 3) { PaddedSteps = 5 }).OutsideSteps);
    }

    [Fact]
    public void The_actions_before_a_chunk_and_its_time_are_the_episodes()
    {
        DemonstrationWindows windows = Read(new WindowShape(2, 6, 3), 0, 9, 9);
        Assert.Null(windows.ActionsBefore(new(1, -1), 3));
        Assert.Equal([1000, 1000.25], windows.ActionsBefore(new(1, 0), 3)!.Values);
        Assert.Equal([1001, 1001.25, 1002, 1002.25], windows.ActionsBefore(new(1, 2), 2)!.Values);
        Assert.Equal(0.3, windows.TimeOf(new(1, 2)), 1e-12);
        Assert.Equal(6, windows.StepsLeft(new(1, 2)));
    }

    [Theory]
    [InlineData(0, 5, 0)]
    [InlineData(0.01, 5, 1)]
    [InlineData(0.3, 5, 2)]
    [InlineData(0.89, 2, 1)]
    [InlineData(0.5, 1, 0)]
    public void Whole_episodes_are_kept_for_validation_and_never_all(double ratio, int episodes, int expected)
    {
        DemonstrationWindows windows = Read(new WindowShape(2, 6, 3), ratio, [.. Enumerable.Repeat(8, episodes)]);
        Assert.Equal(expected, windows.ValidationEpisodes.Count);
        Assert.Empty(windows.Training.Select(p => p.Episode).Intersect(windows.Validation.Select(p => p.Episode)));
        Assert.Equal(episodes, windows.Training.Concat(windows.Validation).Select(p => p.Episode).Distinct().Count());
        Assert.Equal(expected, windows.Validation.Select(p => p.Episode).Distinct().Count());
    }

    [Fact]
    public void Statistics_are_those_of_all_episodes_and_the_mean_action_that_of_the_trained_ones()
    {
        DemonstrationWindows windows = Read(new WindowShape(2, 6, 3), 0.5, 8, 8);
        Assert.Equal([0, 0.25], windows.Statistics.Actions.Min);
        Assert.Equal([1007, 1007.25], windows.Statistics.Actions.Max);
        int trained = 1 - windows.ValidationEpisodes[0];
        Assert.Equal((trained * 1000) + 3.5, windows.MeanAction[0], 1e-3);
    }

    [Fact]
    public void Batches_are_a_function_of_seed_and_step_and_pass_through_all_windows()
    {
        DemonstrationWindows windows = Read(new WindowShape(2, 6, 3), 0, 20, 20);
        DemonstrationWindows again = Read(new WindowShape(2, 6, 3), 0, 20, 20);
        int steps = windows.Training.Count;
        WindowPlace[][] forwards = [.. Enumerable.Range(0, steps).Select(k => new WindowOrder(windows).Take(k * 7, 7))];
        var backwards = new WindowOrder(again);
        for (int k = steps - 1; k >= 0; k--)
            Assert.Equal(forwards[k], backwards.Take(k * 7, 7));
        Assert.All(forwards.SelectMany(b => b).CountBy(p => p), p => Assert.Equal(7, p.Value));
        WindowPlace[] firstPass = [.. forwards.SelectMany(b => b).Take(steps)];
        Assert.Equal(steps, firstPass.Distinct().Count());
        Assert.NotEqual(windows.Training, firstPass);
        Assert.NotEqual(firstPass, forwards.SelectMany(b => b).Skip(steps).Take(steps));
        DemonstrationWindows other = DemonstrationWindows.Read(new TinyData(20, 20), [], new WindowShape(2, 6, 3), new TrainingSettings { ValidationRatio = 0, Seed = 6 });
        Assert.NotEqual(forwards[0], new WindowOrder(other).Take(0, 7));
    }

    [Fact]
    public void Nothing_to_train_on_is_an_error_that_says_why()
    {
        Assert.Equal("DOG1312: There is nothing to train on: 'memory' has no step. Collect demonstrations first, or name another dataset.", Error(() => Read(Reference, 0)).Message);
        DiffOGException error = Error(() => Read(Reference, 0, 7, 3));
        Assert.Equal("DOG1312: There is nothing to train on: a window has 16 steps, of which 8 may lie outside the episode, and of the episodes 0 has 7, 1 has 3. Use a shorter horizon, or longer demonstrations.", error.Message);
    }

    [Fact]
    public void A_value_that_is_not_finite_is_named_with_its_place()
    {
        var data = new TinyData(8, 8) { Action = (step, d) => step == 1003 && d == 1 ? double.NaN : step };
        DiffOGException error = Error(() => DemonstrationWindows.Read(data, [], Reference, new TrainingSettings()));
        Assert.Equal("DOG1313", error.Id);
        Assert.Contains("actions of episode 1 are not all finite: step 3, dimension 1 ('a1') is NaN", error.Message, StringComparison.Ordinal);
    }

    private static DiffOGException Error(Action action) => Assert.Throws<DiffOGException>(action);

    private static DemonstrationWindows Read(WindowShape shape, double ratio, params int[] lengths) =>
        DemonstrationWindows.Read(new TinyData(lengths), [], shape, new TrainingSettings { ValidationRatio = ratio, Seed = 5 });

    private static float[] First(Tensor rows) => rows.select(1, 0).contiguous().data<float>().ToArray();
}
