using System.Text.Json;
using DiffOG.Composition;
using DiffOG.Specs;
using DiffOG.Testing;
using Xunit;

namespace DiffOG.Datasets.LeRobot.Tests;

public sealed class WritingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("diffog-lerobot-").FullName;

    private string Root => Path.Combine(folder, "new");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_appended_is_read_again_with_all_that_was_said_of_it()
    {
        ObservationSpec observations = Written.Observations;
        Assert.NotEmpty(new LeRobotPlugin().Recognise(Open.G1)!.Assumptions);
        using (IEpisodeSink sink = Written.Begin(Root))
        {
            Assert.Empty(new LeRobotPlugin().Recognise(Root)!.Assumptions);
            sink.Append(Written.Episode(5, 1), new Dictionary<string, string> { ["seed"] = "7", ["task"] = "lift the \"cube\"" });
            sink.Append(Written.Episode(3, 2), new Dictionary<string, string> { ["seed"] = "8" });
        }
        using var data = (IEpisodeSink)new LeRobotPlugin().Create(new LeRobotOptions { Path = Root }, new PluginContext());
        Assert.Equal((20.0, "5, 3"), (data.Spec.Rate, string.Join(", ", data.Spec.EpisodeLengths)));
        Assert.Equal(observations.Entries, data.Spec.Observations.Entries);
        Assert.Equal(observations.Cameras, data.Spec.Observations.Cameras);
        Assert.Equal((ActionMode.Relative, 2), (data.Spec.Action.Mode, data.Spec.Action.Size));
        Assert.Equal(Written.Action.Dimensions, data.Spec.Action.Dimensions);
        Assert.Equal([KeyValuePair.Create("seed", "7"), KeyValuePair.Create("task", "lift the \"cube\"")], data.AttributesOf(0).OrderBy(a => a.Key));
        Assert.Equal([KeyValuePair.Create("seed", "8")], data.AttributesOf(1));
        Assert.Equal(Written.Episode(3, 2).Actions.Select(v => (double)(float)v), data.Read(1, 0, 3).Actions);
        byte[] pictures = new byte[2 * 12 * 10 * 3];
        data.ReadPictures(0, 3, 2, "front", pictures);
        Assert.Equal(Written.Episode(5, 1).Pictures["front"][(3 * 360)..], pictures);
        Stated.RequireTrue(Open.Dataset(Root, new LeRobotOptions { Episodes = [0, 1] }));
    }

    [Fact]
    public void The_meta_folder_says_what_LeRobot_expects()
    {
        using (IEpisodeSink sink = Written.Begin(Root))
        {
            sink.Append(Written.Episode(5, 1), new Dictionary<string, string> { ["task"] = "a" });
            sink.Append(Written.Episode(3, 2), new Dictionary<string, string> { ["task"] = "b" });
            sink.Append(Written.Episode(2, 3), new Dictionary<string, string> { ["task"] = "a" });
        }
        using var info = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "meta/info.json")));
        JsonElement root = info.RootElement;
        Assert.Equal("v2.1 3 10 2 1 20 0:3", string.Join(' ', new[] { "codebase_version", "total_episodes", "total_frames", "total_tasks", "total_chunks", "fps" }.Select(n => root.GetProperty(n).ToString()).Append(root.GetProperty("splits").GetProperty("train").ToString())));
        Assert.Equal("""{"dtype":"float32","shape":[3],"names":["pos_0","pos_1","grip"]}""", JsonSerializer.Serialize(root.GetProperty("features").GetProperty("observation.state")));
        Assert.Equal("""{"dtype":"image","shape":[12,10,3],"names":["height","width","channels"]}""", JsonSerializer.Serialize(root.GetProperty("features").GetProperty("observation.images.front")));
        Assert.Equal("""{"task_index":0,"task":"a"}""" + "\n" + """{"task_index":1,"task":"b"}""" + "\n", File.ReadAllText(Path.Combine(Root, "meta/tasks.jsonl")));
        Assert.Equal("""{"episode_index":1,"tasks":["b"],"length":3,"diffog":{"task":"b"}}""", File.ReadAllLines(Path.Combine(Root, "meta/episodes.jsonl"))[1]);
        using Tables.TableFile table = Tables.TableFile.Open(Path.Combine(Root, "data/chunk-000/episode_000002.parquet"));
        Assert.Equal("action episode_index frame_index index observation.images.front observation.state task_index timestamp", string.Join(' ', table.Columns.Order(StringComparer.Ordinal)));
        Assert.Equal((9L, 0L, 1L), (table.Numbers(0, "index").Whole(1), table.Numbers(0, "task_index").Whole(1), table.Numbers(0, "frame_index").Whole(1)));
        using var statistics = JsonDocument.Parse(File.ReadAllLines(Path.Combine(Root, "meta/episodes_stats.jsonl"))[2]);
        Assert.Equal("[[[", statistics.RootElement.GetProperty("stats").GetProperty("observation.images.front").GetProperty("mean").GetRawText()[..3]);
        Assert.Equal("[2]", statistics.RootElement.GetProperty("stats").GetProperty("observation.images.front").GetProperty("count").GetRawText());
    }

    /// <summary>A killed process leaves the episode's table and lines, whole or torn, and info.json as it was.</summary>
    [Theory]
    [InlineData("{\"episode_index\":1,\"tas")]
    [InlineData("{\"episode_index\":1,\"tasks\":[],\"length\":3}\n")]
    public void What_a_killed_process_left_does_not_count_and_is_overwritten(string left)
    {
        using (IEpisodeSink sink = Written.Begin(Root))
            sink.Append(Written.Episode(5, 1), new Dictionary<string, string>());
        File.AppendAllText(Path.Combine(Root, "meta/episodes.jsonl"), left);
        File.AppendAllText(Path.Combine(Root, "meta/episodes_stats.jsonl"), left);
        using (IEpisodeSink sink = Written.Begin(Root))
        {
            Assert.Equal([5], sink.Spec.EpisodeLengths);
            sink.Append(Written.Episode(4, 2), new Dictionary<string, string>());
        }
        using IEpisodeSink again = Written.Begin(Root);
        Assert.Equal([5, 4], again.Spec.EpisodeLengths);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(Root, "meta/episodes.jsonl")).Length);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(Root, "meta/episodes_stats.jsonl")).Length);
    }

    [Fact]
    public void Episodes_that_do_not_fit_are_refused_and_nothing_changes()
    {
        using IEpisodeSink sink = Written.Begin(Root);
        EpisodeWindow good = Written.Episode(3, 1);
        Assert.Contains("8 observed and 6 commanded values", Assert.Throws<ArgumentException>(() => sink.Append(good with { Observations = good.Observations[..8] }, new Dictionary<string, string>())).Message, StringComparison.Ordinal);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => sink.Append(good with { Actions = [.. good.Actions[..5], double.NaN] }, new Dictionary<string, string>())).Message, StringComparison.Ordinal);
        Assert.Contains("not in single precision", Assert.Throws<ArgumentException>(() => sink.Append(good with { Actions = [.. good.Actions[..5], 1e300] }, new Dictionary<string, string>())).Message, StringComparison.Ordinal);
        Assert.Contains("3 pictures of 'front' take 1080 bytes; the episode has 0", Assert.Throws<ArgumentException>(() => sink.Append(new EpisodeWindow(good.Observations, good.Actions), new Dictionary<string, string>())).Message, StringComparison.Ordinal);
        Assert.Empty(sink.Spec.EpisodeLengths);
        Assert.False(Directory.Exists(Path.Combine(Root, "data")));
    }

    [Fact]
    public void A_disk_that_refuses_loses_nothing()
    {
        using IEpisodeSink sink = Written.Begin(Root);
        sink.Append(Written.Episode(3, 1), new Dictionary<string, string>());
        // A folder where the table is to be.
        Directory.CreateDirectory(Path.Combine(Root, "data/chunk-000/episode_000001.parquet/x"));
        Open.Fails("DOG1470", "cannot be written", () => sink.Append(Written.Episode(4, 2), new Dictionary<string, string>()));
        Assert.Equal([3], sink.Spec.EpisodeLengths);
        Directory.Delete(Path.Combine(Root, "data/chunk-000/episode_000001.parquet"), recursive: true);
        sink.Append(Written.Episode(4, 2), new Dictionary<string, string>());
        Assert.Equal([3, 4], sink.Spec.EpisodeLengths);
    }

    [Fact]
    public void Recordings_of_others_are_not_appended_to()
    {
        Assert.IsNotAssignableFrom<IEpisodeSink>(Open.Dataset(Open.G1));
        Open.Fails("DOG1460", "the folder has no meta/info.json", () => new LeRobotPlugin().Create(new LeRobotOptions { Path = folder }, new PluginContext()));
    }

    [Fact]
    public void A_dataset_of_another_task_is_refused()
    {
        Written.Begin(Root).Dispose();
        Open.Fails("DOG1467", "are pos[2], grip[1]; the task's are pos[3]", () => Written.Begin(Root, observations: new ObservationSpec([new("pos", 3, "m")])));
        Open.Fails("DOG1471", "relative [dx, dy], 20 Hz, and absolute [dx, dy], 20 Hz would be appended", () => Written.Begin(Root, action: Written.Action with { Mode = ActionMode.Absolute }));
    }
}

/// <summary>A small dataset of our own.</summary>
internal static class Written
{
    internal static ObservationSpec Observations { get; } = new([new("pos", 2, "m"), new("grip", 1, "1")]) { Cameras = [new("front", 10, 12)] };

    internal static ActionSpec Action { get; } = new(ActionMode.Relative, [new("dx", ActionGroup.Translation, "m", -1, 1), new("dy", ActionGroup.Gripper, "1", 0, 2.5)]);

    internal static IEpisodeSink Begin(string root, bool doublePrecision = false, ObservationSpec? observations = null, ActionSpec? action = null) => (IEpisodeSink)new LeRobotPlugin().Create(
        new LeRobotOptions { Path = root, DoublePrecision = doublePrecision },
        new PluginContext { Observations = observations ?? Observations, Action = action ?? Action, StepDuration = 0.05 });

    internal static EpisodeWindow Episode(int steps, long seed) => new(RandomValues.Normal(3 * steps, seed), RandomValues.Normal(2 * steps, seed + 100))
    {
        Pictures = new Dictionary<string, byte[]> { ["front"] = [.. Enumerable.Range(0, steps * 360).Select(i => (byte)((i * 31) + (int)seed))] },
    };
}
