using DiffOG.Specs;
using Xunit;

namespace DiffOG.Datasets.LeRobot.Tests;

public sealed class ReadingTests
{
    private static readonly int[] Lengths = [7, 5, 4, 6];

    [Fact]
    public void Real_episodes_of_version_2_1_are_read_as_described()
    {
        using LeRobotDataset data = Open.Dataset(Open.G1);
        Assert.Equal([221, 260], data.Spec.EpisodeLengths);
        Assert.Equal((30.0, 26, 26), (data.Spec.Rate, data.Spec.Observations.Size, data.Spec.Action.Size));
        Assert.Equal(("kLeftShoulderPitch", ActionGroup.Joint, ActionMode.Absolute), (data.Spec.Action.Dimensions[0].Name, data.Spec.Action.Dimensions[0].Group, data.Spec.Action.Mode));
        EpisodeWindow window = data.Read(1, 10, 3);
        Assert.Equal((3 * 26, 3 * 26), (window.Observations.Length, window.Actions.Length));
    }

    [Fact]
    public void Episodes_of_version_3_0_are_found_in_files_that_hold_many()
    {
        using LeRobotDataset data = Open.Dataset(Open.Sines);
        Assert.Equal(Lengths, data.Spec.EpisodeLengths);
        for (int episode = 0, first = 0; episode < 4; first += Lengths[episode++])
        {
            EpisodeWindow window = data.Read(episode, 1, Lengths[episode] - 1);
            for (int i = 0; i < Lengths[episode] - 1; i++)
            {
                int step = first + 1 + i;
                for (int d = 0; d < 3; d++)
                    Assert.Equal(MathF.Sin((0.3f * step) + d), window.Observations[(i * 3) + d], 1e-6);
                for (int d = 0; d < 2; d++)
                    Assert.Equal(MathF.Cos((0.2f * step) - d), window.Actions[(i * 2) + d], 1e-6);
            }
        }
    }

    [Fact]
    public void Names_under_headings_become_dimensions_and_grippers_are_recognised()
    {
        using LeRobotDataset data = Open.Dataset(Open.Sines);
        Assert.Equal(["left", "gripper_width"], data.Spec.Action.Dimensions.Select(d => d.Name));
        Assert.Equal([ActionGroup.Joint, ActionGroup.Gripper], data.Spec.Action.Dimensions.Select(d => d.Group));
    }

    [Fact]
    public void Ranges_are_those_recorded_where_the_options_give_none()
    {
        using LeRobotDataset data = Open.Dataset(Open.G1);
        double[] actions = [.. Enumerable.Range(0, 2).SelectMany(e => data.Read(e, 0, data.Spec.EpisodeLengths[e]).Actions)];
        for (int d = 0; d < 26; d++)
        {
            double[] column = [.. actions.Where((_, i) => i % 26 == d)];
            Assert.Equal((column.Min(), column.Max()), (data.Spec.Action.Dimensions[d].Minimum, data.Spec.Action.Dimensions[d].Maximum));
        }
    }

    [Fact]
    public void Columns_can_be_chosen_and_named()
    {
        using LeRobotDataset data = Open.Dataset(Open.Sines, new LeRobotOptions
        {
            Observations = [new() { Name = "height", Columns = [2], Unit = "m" }, new() { Name = "plane", Columns = [1, 0] }, new() { Name = "clock", Key = "timestamp" }],
            Action = new() { Columns = [1], Names = ["width"], Groups = [ActionGroup.Gripper], Unit = "m", Minimum = [-1], Maximum = [1], Mode = ActionMode.Relative },
        });
        Assert.Equal("height[1]m plane[2]1 clock[1]1", string.Join(' ', data.Spec.Observations.Entries.Select(e => $"{e.Name}[{e.Size}]{e.Unit}")));
        Assert.Equal(new ActionDimension("width", ActionGroup.Gripper, "m", -1, 1), Assert.Single(data.Spec.Action.Dimensions));
        double[] row = data.Read(1, 2, 1).Observations;
        Assert.Equal([Math.Sin(2.7 + 2), Math.Sin(2.7 + 1), Math.Sin(2.7), 0.2], row, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(Math.Cos(1.8 - 1), data.Read(1, 2, 1).Actions[0], 1e-6);
    }

    [Fact]
    public void Episodes_are_chosen_by_the_recordings_own_numbers()
    {
        using LeRobotDataset data = Open.Dataset(Open.G1, new LeRobotOptions { Episodes = [82] });
        using LeRobotDataset all = Open.Dataset(Open.G1);
        Assert.Equal(all.Read(1, 0, 5).Actions, data.Read(0, 0, 5).Actions);
        Open.Fails("DOG1465", "the options choose episode 1, and there are 2, from 29 to 82", () => Open.Dataset(Open.G1, new LeRobotOptions { Episodes = [1] }));
    }

    [Fact]
    public void A_single_part_of_the_tasks_size_takes_the_tasks_name()
    {
        using LeRobotDataset data = Open.Dataset(Open.Sines, null, new ObservationSpec([new("pose", 3, "m")]));
        Assert.Equal([new ObservationEntry("pose", 3, "m")], data.Spec.Observations.Entries);
    }

    [Fact]
    public void Times_are_those_of_the_recording()
    {
        using LeRobotDataset data = Open.Dataset(Open.Sines), real = Open.Dataset(Open.G1);
        Assert.Equal([0, 0.1, 0.2, 0.3], data.TimesOf(2)!, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(Enumerable.Range(0, 221).Select(i => i / 30.0), real.TimesOf(0)!, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void What_the_files_state_equals_what_they_hold()
    {
        using LeRobotDataset real = Open.Dataset(Open.G1), sines = Open.Dataset(Open.Sines);
        Stated.RequireTrue(real);
        Stated.RequireTrue(sines);
        Assert.NotNull(sines.Stated);
        Assert.Null(real.Stated);
    }

    [Fact]
    public void An_episode_says_what_was_to_be_done()
    {
        using LeRobotDataset sines = Open.Dataset(Open.Sines), real = Open.Dataset(Open.G1);
        Assert.Equal(["push", "pull", "push", "pull"], Enumerable.Range(0, 4).Select(e => sines.AttributesOf(e)["task"]));
        Assert.Equal(("82", "Pick up the yellow bottle on the table."), (real.AttributesOf(1)["episode"], real.AttributesOf(1)["task"]));
    }

    [Fact]
    public void The_format_is_recognised_by_its_description()
    {
        Assert.Contains(Open.Sines, new LeRobotPlugin().Recognise(Open.Sines)!.Options, StringComparison.Ordinal);
        Assert.Null(new LeRobotPlugin().Recognise(Open.Fixtures));
        Assert.Null(new LeRobotPlugin().Recognise(Path.Combine(Open.Sines, "meta", "info.json")));
    }

    [Fact]
    public void Version_2_0_states_statistics_of_all_episodes_together()
    {
        using var copy = new Copy(Open.G1);
        copy.Replace("meta/info.json", "v2.1", "v2.0");
        File.Delete(copy.PathOf("meta/episodes_stats.jsonl"));
        string ones = string.Join(',', Enumerable.Repeat(1, 26));
        File.WriteAllText(copy.PathOf("meta/stats.json"), $$$"""{"action": {"min": [{{{ones}}}], "max": [{{{ones}}}], "mean": [{{{ones}}}], "std": [{{{ones}}}]}}""");
        using LeRobotDataset old = Open.Dataset(copy.Root), now = Open.Dataset(Open.G1);
        Assert.Equal(Enumerable.Repeat(1.0, 26), old.Stated!.Actions!.Mean);
        Assert.Null(old.Stated.Observations);
        Assert.Null(old.StatedOf(0));
        Assert.Equal(now.Spec.Action.Dimensions, old.Spec.Action.Dimensions);
    }

    [Fact]
    public void A_small_cache_gives_the_same_values()
    {
        using LeRobotDataset roomy = Open.Dataset(Open.Sines), tight = Open.Dataset(Open.Sines, new LeRobotOptions { CacheMegabytes = 1 });
        for (int e = 0; e < 4; e++)
            Assert.Equal(roomy.Read(e, 0, Lengths[e]).Observations, tight.Read(e, 0, Lengths[e]).Observations);
    }

    [Fact]
    public void The_fingerprint_follows_content_and_selection()
    {
        using LeRobotDataset all = Open.Dataset(Open.Sines), one = Open.Dataset(Open.Sines, new LeRobotOptions { Episodes = [1] }), columns = Open.Dataset(Open.Sines, new LeRobotOptions { Action = new() { Columns = [1] } });
        Assert.Equal(3, new[] { all.Fingerprint, one.Fingerprint, columns.Fingerprint }.Distinct().Count());
        using var copy = new Copy(Open.Sines);
        using (LeRobotDataset same = Open.Dataset(copy.Root))
            Assert.Equal(all.Fingerprint, same.Fingerprint);
        copy.Change("data/chunk-000/file-001.parquet", bytes => bytes[200] ^= 1);
        using LeRobotDataset other = Open.Dataset(copy.Root);
        Assert.NotEqual(all.Fingerprint, other.Fingerprint);
    }

    /// <summary>All hundred episodes of the recording that the fixture is part of.</summary>
    [Fact]
    public void The_whole_real_recording_is_read_and_its_statistics_are_true()
    {
        string? folder = Environment.GetEnvironmentVariable("DIFFOG_DATA");
        string path = Path.Combine(folder ?? "", "g1_lerobot_v21");
        Assert.SkipUnless(!string.IsNullOrEmpty(folder) && Directory.Exists(path), "DIFFOG_DATA names no folder with g1_lerobot_v21.");
        using LeRobotDataset data = Open.Dataset(path);
        Assert.Equal((100, 35_965L), (data.Spec.EpisodeLengths.Count, data.Spec.Steps));
        Stated.RequireTrue(data);
    }
}
