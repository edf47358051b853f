using DiffOG.Specs;
using Xunit;

namespace DiffOG.Datasets.LeRobot.Tests;

public sealed class ErrorTests : IDisposable
{
    private const string Info = "meta/info.json";
    private readonly Copy sines = new(Open.Sines), real = new(Open.G1);

    public void Dispose()
    {
        sines.Dispose();
        real.Dispose();
    }

    [Fact]
    public void A_missing_folder_says_how_to_get_one()
    {
        Open.Fails("DOG1460", "there is no such folder", () => Open.Dataset(sines.PathOf("nowhere")));
        Open.Fails("DOG1460", "hf download --repo-type dataset", () => Open.Dataset(sines.PathOf("nowhere")));
        Open.Fails("DOG1460", "it is a file", () => Open.Dataset(sines.PathOf(Info)));
    }

    [Fact]
    public void A_folder_above_or_below_the_dataset_names_the_dataset()
    {
        Open.Fails("DOG1460", $"Did you mean '{sines.Root}'?", () => Open.Dataset(sines.PathOf("meta")));
        Directory.CreateDirectory(sines.PathOf("inner"));
        Directory.Move(sines.PathOf("meta"), sines.PathOf("inner/meta"));
        Open.Fails("DOG1460", $"Did you mean '{sines.PathOf("inner")}'?", () => Open.Dataset(sines.Root));
    }

    [Theory]
    [InlineData("\"v3.0\"", "\"v1.6\"", "DOG1462", "has the layout 'v1.6'; v2.0, v2.1 and v3.0 can be read")]
    [InlineData("\"v3.0\"", "3", "DOG1461", "'codebase_version' is not a text")]
    [InlineData("\"fps\": 10", "\"fps\": 0", "DOG1461", "'fps' is 0, not a positive number")]
    [InlineData("\"fps\": 10", "\"fps\": \"ten\"", "DOG1461", "'fps' is missing or no number")]
    [InlineData("\"chunks_size\": 1000", "\"chunks_size\": 0", "DOG1461", "'chunks_size' is missing or no whole number from 1")]
    [InlineData("\"features\"", "\"columns\"", "DOG1461", "'features' is missing")]
    [InlineData("{file_index:03d}", "{file_number:03d}", "DOG1461", "has a place '{file_number:03d}' that cannot be filled")]
    [InlineData("{file_index:03d}", "{file_index:03d", "DOG1461", "has a brace that is not closed")]
    [InlineData("data/chunk-", "../chunk-", "DOG1461", "it leads to '../chunk-000/file-000.parquet', which is not a path below the dataset's folder")]
    [InlineData("data/chunk-", "/etc/chunk-", "DOG1461", "it leads to '/etc/chunk-000/file-000.parquet'")]
    [InlineData("\"total_frames\": 22", "\"total_frames\": 23", "DOG1465", "speaks of 4 episodes and 23 frames, and 4 episodes with 22 are described")]
    [InlineData("\"robot_type\"", "robot_type", "DOG1461", "does not describe a dataset that can be read")]
    public void An_impossible_description_says_what_and_where(string old, string text, string id, string message)
    {
        sines.Replace(Info, old, text);
        Open.Fails(id, message, () => Open.Dataset(sines.Root));
        Open.Fails(id, sines.Root, () => Open.Dataset(sines.Root));
    }

    [Fact]
    public void A_shape_that_cannot_be_is_refused()
    {
        sines.Replace(Info, "3\n   ]", "70000,\n 70000]");
        Open.Fails("DOG1461", "the shape of the feature 'observation.state' is [70000, 70000]", () => Open.Dataset(sines.Root));
    }

    [Fact]
    public void A_damaged_line_is_named()
    {
        real.Replace("meta/episodes.jsonl", "\"length\": 260", "\"length\": ");
        Open.Fails("DOG1461", "episodes.jsonl' does not describe a dataset that can be read: line 2: ", () => Open.Dataset(real.Root));
    }

    [Fact]
    public void A_missing_feature_lists_those_that_are_there()
    {
        Open.Fails("DOG1463", "has no feature of numbers 'actions'; there are action, episode_index, frame_index, index, observation.state, task_index, timestamp.",
            () => Open.Dataset(sines.Root, new LeRobotOptions { Action = new() { Key = "actions" } }));
        Open.Fails("DOG1463", "has no feature of numbers 'observation.images.cam_high'", () => Open.Dataset(real.Root, new LeRobotOptions { Observations = [new() { Name = "x", Key = "observation.images.cam_high" }] }));
    }

    [Fact]
    public void A_missing_table_is_named_when_it_is_needed()
    {
        File.Delete(real.PathOf("data/chunk-000/episode_000082.parquet"));
        using LeRobotDataset data = Open.Dataset(real.Root);
        Assert.Equal(26 * 221, data.Read(0, 0, 221).Actions.Length);
        Open.Fails("DOG1464", "episode_000082.parquet", () => data.Read(1, 0, 1));
    }

    [Fact]
    public void A_small_file_that_claims_much_is_refused_before_memory_is_taken()
    {
        byte[] claims = [.. "PAR1"u8, 0, 0, 0, 0, 0xF0, 0xFF, 0xFF, 0x7F, .. "PAR1"u8];
        File.WriteAllBytes(real.PathOf("data/chunk-000/episode_000082.parquet"), claims);
        using LeRobotDataset data = Open.Dataset(real.Root);
        Open.Fails("DOG1464", "its description is said to have 2147483632 bytes, of 16 of the file", () => data.Read(1, 0, 1));
        File.WriteAllBytes(real.PathOf("data/chunk-000/episode_000082.parquet"), claims[..10]);
        Open.Fails("DOG1464", "it has 10 bytes, too few for a Parquet file", () => data.Read(1, 0, 1));
    }

    [Fact]
    public void A_table_of_another_episode_is_found()
    {
        File.Copy(real.PathOf("data/chunk-000/episode_000029.parquet"), real.PathOf("data/chunk-000/episode_000082.parquet"), overwrite: true);
        using (LeRobotDataset data = Open.Dataset(real.Root))
            Open.Fails("DOG1464", "it has 221 rows, and meta/episodes.jsonl gives episode 82 260 steps", () => data.Read(1, 0, 1));
        real.Replace("meta/episodes.jsonl", "260", "221");
        real.Replace(Info, "481", "442");
        using LeRobotDataset same = Open.Dataset(real.Root);
        Open.Fails("DOG1464", "a row that the meta folder gives to episode 82 is of episode 29", () => same.Read(1, 0, 1));
    }

    [Fact]
    public void A_width_that_differs_from_the_description_is_found()
    {
        sines.Replace(Info, "3\n   ]", "4\n   ]");
        using LeRobotDataset data = Open.Dataset(sines.Root);
        Open.Fails("DOG1464", "'observation.state' has 3 values a row, and meta/info.json gives it 4", () => data.Read(0, 0, 1));
    }

    [Fact]
    public void Columns_and_action_settings_must_fit()
    {
        Open.Fails("DOG1465", "'x' wants column 3 of observation.state, whose steps have 3 values", () => Open.Dataset(sines.Root, new LeRobotOptions { Observations = [new() { Name = "x", Columns = [0, 3] }] }));
        Open.Fails("DOG1465", "list 3 action names, and the recorded actions have 2 values", () => Open.Dataset(sines.Root, new LeRobotOptions { Action = new() { Names = ["a", "b", "c"] } }));
    }

    [Fact]
    public void The_observations_must_be_those_of_the_task_where_it_is_known() => Open.Fails(
        "DOG1467", "are observation.state[3]; the task's are arm[2], hand[1].", () => Open.Dataset(sines.Root, null, new ObservationSpec([new("arm", 2, "m"), new("hand", 1, "m")])));
}
