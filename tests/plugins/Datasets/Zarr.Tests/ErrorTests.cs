using DiffOG.Composition;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Datasets.Zarr.Tests;

public sealed class ErrorTests
{
    [Fact]
    public void A_missing_folder_says_where_the_human_demonstrations_are() =>
        Demo.Fails("DOG1420", "https://diffusion-policy.cs.columbia.edu/data/training/pusht.zip: unpack it and give the path of pusht_cchi_v7_replay.zarr", () => Demo.Open("/nowhere/pusht.zarr"));

    [Fact]
    public void A_folder_above_the_store_names_the_store()
    {
        using StoreWriter store = StoreWriter.Small();
        Demo.Fails("DOG1420", $"Did you mean '{store.Root}'?", () => Demo.Open(Path.GetDirectoryName(store.Root)!));
    }

    [Fact]
    public void A_file_that_is_no_zip_is_refused()
    {
        using StoreWriter store = StoreWriter.Small();
        Demo.Fails("DOG1420", "cannot be opened as a zip file", () => Demo.Open(store.PathOf("data/state/.zarray")));
    }

    [Fact]
    public void A_missing_array_lists_what_there_is_and_the_nearest()
    {
        using StoreWriter store = StoreWriter.Small();
        Demo.Fails("DOG1422", "has no array data/stat; it has action, state. Did you mean 'state'?", () => Demo.Open(store.Root, null, new ZarrObservation { Name = "x", Key = "stat" }));
        Demo.Fails("DOG1422", "has no array data/commands; it has action, state. Put one of these", () => Demo.Open(store.Root, new ZarrAction { Key = "commands" }));
    }

    [Fact]
    public void A_chunk_that_was_cut_short_is_named()
    {
        using StoreWriter store = StoreWriter.Small();
        byte[] whole = File.ReadAllBytes(store.PathOf("data/state/0.0"));
        store.Chunk("data/state/0.0", whole[..^1]);
        using IDemonstrationDataset data = Demo.Open(store.Root);
        Demo.Fails("DOG1423", "data/state/0.0' cannot be decoded: it holds 59 bytes where 60 are expected", () => data.Read(0, 0, 1));
        store.Chunk("data/state/0.0", whole);
        Assert.Equal([0, 1, 2], data.Read(0, 0, 1).Observations);
    }

    [Fact]
    public void A_file_that_is_far_too_large_is_not_read()
    {
        using StoreWriter store = StoreWriter.Small().Chunk("data/state/0.0", new byte[1 << 20]);
        using IDemonstrationDataset data = Demo.Open(store.Root);
        Demo.Fails("DOG1423", "it has 1048576 bytes, and at most", () => data.Read(0, 0, 1));
    }

    [Theory]
    [InlineData("zarr_format", 3, "zarr_format is 3, and only 2 can be read")]
    [InlineData("order", "F", "order is \"F\", and only \"C\" can be read")]
    [InlineData("dtype", "<U8", "dtype is <U8")]
    [InlineData("dtype", "<c8", "dtype is <c8")]
    [InlineData("dtype", 4, "dtype is 4")]
    [InlineData("fill_value", "AAAA", "fill_value is \"AAAA\", which is not a number")]
    [InlineData("dimension_separator", ",", "dimension_separator is \",\"")]
    [InlineData("shape", 5, "shape is 5")]
    public void Metadata_that_cannot_be_read_say_what_and_where(string name, object value, string message)
    {
        using StoreWriter store = StoreWriter.Small().Metadata("data/state", "<f4", [5, 3], [5, 3], null, 0, (name, value));
        Demo.Fails("DOG1421", message, () => Demo.Open(store.Root));
    }

    [Theory]
    [InlineData(new[] { 5, 3 }, new[] { 5 }, "shape has 2 axes and chunks 1")]
    [InlineData(new[] { 5, 3 }, new[] { 0, 3 }, "chunks is [0,3]")]
    [InlineData(new[] { 5, -3 }, new[] { 5, 3 }, "shape is [5,-3]")]
    [InlineData(new[] { 5, 3 }, new[] { 2147483647, 2147483647 }, "larger than 256 MiB")]
    [InlineData(new[] { 5, 2147483647 }, new[] { 5, 3 }, "larger than 256 MiB")]
    [InlineData(new[] { 2147483647, 3 }, new[] { 1, 3 }, "more than 10000000 chunks")]
    public void Sizes_that_cannot_be_are_refused_before_memory_is_taken(int[] shape, int[] chunks, string message)
    {
        using StoreWriter store = StoreWriter.Small().Metadata("data/state", "<f4", shape, chunks);
        Demo.Fails("DOG1421", message, () => Demo.Open(store.Root));
    }

    [Fact]
    public void Metadata_that_are_no_json_are_refused()
    {
        using StoreWriter store = StoreWriter.Small().Chunk("data/state/.zarray", "{\"zarr_format\": 2,"u8.ToArray());
        Demo.Fails("DOG1421", "data/state/.zarray' does not describe an array", () => Demo.Open(store.Root));
        store.Chunk("data/state/.zarray", "[]"u8.ToArray());
        Demo.Fails("DOG1421", "'zarr_format' is missing", () => Demo.Open(store.Root));
    }

    [Fact]
    public void Filters_are_refused()
    {
        using StoreWriter store = StoreWriter.Small().Metadata("data/state", "<f4", [5, 3], [5, 3], null, 0, ("filters", new[] { new { id = "delta" } }));
        Demo.Fails("DOG1421", "it has filters", () => Demo.Open(store.Root));
    }

    [Theory]
    [InlineData(new long[] { 3, 3 }, "meta/episode_ends[1] is 3")]
    [InlineData(new long[] { 0, 5 }, "meta/episode_ends[0] is 0")]
    [InlineData(new long[] { 3, 1L << 40 }, "meta/episode_ends[1] is 1099511627776")]
    [InlineData(new long[] { 3, 6 }, "data/state has 5 steps, and meta/episode_ends ends at 6")]
    public void Arrays_that_do_not_fit_each_other_are_refused(long[] ends, string message)
    {
        using StoreWriter store = StoreWriter.Small().EpisodeEnds(ends);
        Demo.Fails("DOG1425", message, () => Demo.Open(store.Root));
    }

    [Fact]
    public void Columns_and_action_settings_must_fit_the_arrays()
    {
        using StoreWriter store = StoreWriter.Small();
        Demo.Fails("DOG1425", "'x' wants column 3 of data/state, whose steps have 3 values", () => Demo.Open(store.Root, null, new ZarrObservation { Name = "x", Key = "state", Columns = [0, 3] }));
        Demo.Fails("DOG1425", "list 3 action names, and the recorded actions have 2 values", () => Demo.Open(store.Root, new ZarrAction { Names = ["a", "b", "c"] }));
    }

    [Fact]
    public void The_observations_must_be_those_of_the_task_where_it_is_known()
    {
        using StoreWriter store = StoreWriter.Small();
        var options = new ZarrOptions { Path = store.Root, Observations = [new ZarrObservation { Name = "position", Key = "state", Columns = [0, 1] }, new ZarrObservation { Name = "angle", Key = "state", Columns = [2] }] };
        PluginContext Task(params ObservationEntry[] entries) => new() { Observations = new ObservationSpec(entries) };
        new ZarrPlugin().Create(options, Task(new("position", 2, "px"), new("angle", 1, "rad"))).Dispose();
        Demo.Fails("DOG1427", "are position[2], angle[1]; the task's are angle[1], position[2].", () => new ZarrPlugin().Create(options, Task(new("angle", 1, "rad"), new("position", 2, "px"))));
    }

    [Fact]
    public void Values_that_are_not_finite_are_found_with_their_step()
    {
        using StoreWriter store = StoreWriter.Small().Chunk("data/state/0.0", StoreWriter.Bytes([.. Enumerable.Repeat(1f, 13), float.NaN, 1f]));
        using IDemonstrationDataset data = Demo.Open(store.Root);
        Assert.Equal(9, data.Read(0, 0, 3).Observations.Length);
        Demo.Fails("DOG1426", "'data/state' holds a value that is not finite at step 4", () => data.Read(1, 0, 2));
    }

    [Fact]
    public void The_fingerprint_follows_content_and_selection_but_not_place()
    {
        using StoreWriter first = StoreWriter.Small(), second = StoreWriter.Small();
        string Print(StoreWriter store, params int[] columns)
        {
            using IDemonstrationDataset data = Demo.Open(store.Root, null, new ZarrObservation { Name = "x", Key = "state", Columns = columns });
            return data.Fingerprint;
        }
        Assert.Equal(Print(first, 0, 1), Print(second, 0, 1));
        Assert.NotEqual(Print(first, 0, 1), Print(first, 1, 0));
        string before = Print(second, 0, 1);
        byte[] bytes = File.ReadAllBytes(second.PathOf("data/state/0.0"));
        bytes[20] ^= 1;
        second.Chunk("data/state/0.0", bytes);
        Assert.NotEqual(before, Print(second, 0, 1));
        using StoreWriter cut = StoreWriter.Small().EpisodeEnds(2, 5);
        Assert.NotEqual(before, Print(cut, 0, 1));
    }
}
