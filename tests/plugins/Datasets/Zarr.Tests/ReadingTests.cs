using DiffOG.Composition;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Datasets.Zarr.Tests;

public sealed class ReadingTests
{
    [Fact]
    public void The_spec_tells_names_sizes_units_rate_episodes_and_seen_ranges()
    {
        using StoreWriter store = StoreWriter.Small();
        using IDemonstrationDataset data = Demo.Open(
            store.Root, new ZarrAction { Unit = "px", Names = ["x", "y"] }, new ZarrObservation { Name = "keypoints", Key = "state", Unit = "px" }, new ZarrObservation { Name = "agent_pos", Key = "state", Columns = [2, 0] });
        Assert.Equal([new ObservationEntry("keypoints", 3, "px"), new ObservationEntry("agent_pos", 2, "1")], data.Spec.Observations.Entries);
        Assert.Equal([new ActionDimension("x", ActionGroup.Translation, "px", 0, 40), new ActionDimension("y", ActionGroup.Translation, "px", 1, 41)], data.Spec.Action.Dimensions);
        Assert.Equal((ActionMode.Absolute, 10.0, 5L), (data.Spec.Action.Mode, data.Spec.Rate, data.Spec.Steps));
        Assert.Equal([3, 2], data.Spec.EpisodeLengths);
        Assert.Contains(store.Root, data.Spec.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_hold_the_chosen_columns_in_the_chosen_order()
    {
        using StoreWriter store = StoreWriter.Small();
        using IDemonstrationDataset data = Demo.Open(store.Root, null, new ZarrObservation { Name = "all", Key = "state" }, new ZarrObservation { Name = "some", Key = "state", Columns = [2, 0] });
        EpisodeWindow window = data.Read(1, 0, 2);
        Assert.Equal([30, 31, 32, 32, 30, 40, 41, 42, 42, 40], window.Observations);
        Assert.Equal([30, 31, 40, 41], window.Actions);
        Assert.Equal([10, 11], data.Read(0, 1, 1).Actions);
    }

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(2, 0, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 2, 2)]
    [InlineData(0, 1, int.MaxValue)]
    public void A_window_outside_its_episode_is_refused(int episode, int start, int count)
    {
        using StoreWriter store = StoreWriter.Small();
        using IDemonstrationDataset data = Demo.Open(store.Root);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Read(episode, start, count));
    }

    [Fact]
    public void Chunks_may_cut_every_axis_and_stick_out_of_the_array()
    {
        // [5, 3, 2] in chunks of [2, 2, 2]: edge chunks carry 99, which must never be seen.
        using StoreWriter store = StoreWriter.Small().Metadata("data/grid", "<i2", [5, 3, 2], [2, 2, 2], null, 0, ("dimension_separator", "/"));
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 2; j++)
                store.Chunk($"data/grid/{i}/{j}/0", StoreWriter.Bytes(Enumerable.Range(0, 8).Select(k => Element((2 * i) + (k / 4), (2 * j) + (k / 2 % 2), k % 2)).ToArray()));
        }
        using IDemonstrationDataset data = Demo.Open(store.Root, null, new ZarrObservation { Name = "grid", Key = "grid" });
        Assert.Equal(Enumerable.Range(0, 18).Select(i => (double)Element(i / 6, i / 2 % 3, i % 2)), data.Read(0, 0, 3).Observations);
        Assert.Equal(Enumerable.Range(18, 12).Select(i => (double)Element(i / 6, i / 2 % 3, i % 2)), data.Read(1, 0, 2).Observations);

        static short Element(int i, int j, int k) => i < 5 && j < 3 ? (short)((100 * i) + (10 * j) + k) : (short)9999;
    }

    [Fact]
    public void A_chunk_without_a_file_is_the_fill_value()
    {
        using StoreWriter store = StoreWriter.Small().Metadata("data/sparse", "<f8", [5, 1], [2, 1], null, 7.5).Chunk("data/sparse/1.0", StoreWriter.Bytes([1.0, 2.0]));
        using IDemonstrationDataset data = Demo.Open(store.Root, null, new ZarrObservation { Name = "sparse", Key = "sparse" });
        Assert.Equal([7.5, 7.5, 1], data.Read(0, 0, 3).Observations);
        Assert.Equal([2, 7.5], data.Read(1, 0, 2).Observations);
    }

    [Theory]
    [InlineData("|u1", "FF", 255)]
    [InlineData("|i1", "FF", -1)]
    [InlineData("|b1", "01", 1)]
    [InlineData("<i2", "FEFF", -2)]
    [InlineData("<u2", "FEFF", 65534)]
    [InlineData("<i4", "FDFFFFFF", -3)]
    [InlineData("<u4", "FDFFFFFF", 4294967293)]
    [InlineData("<i8", "FCFFFFFFFFFFFFFF", -4)]
    [InlineData("<u8", "0400000000000000", 4)]
    [InlineData("<f2", "003E", 1.5)]
    [InlineData("<f4", "0000C03F", 1.5)]
    [InlineData(">f4", "3FC00000", 1.5)]
    [InlineData("<f8", "000000000000F83F", 1.5)]
    [InlineData(">i2", "0102", 258)]
    public void Every_type_of_number_is_read(string dtype, string hex, double expected)
    {
        using StoreWriter store = new StoreWriter().EpisodeEnds(1).Ramp("data/action", 1, 1).Metadata("data/value", dtype, [1], [1]).Chunk("data/value/0", Convert.FromHexString(hex));
        using IDemonstrationDataset data = Demo.Open(store.Root, null, new ZarrObservation { Name = "value", Key = "value" });
        Assert.Equal([expected], data.Read(0, 0, 1).Observations);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pusht/demo.zarr/")]
    public void A_zip_file_is_read_like_a_folder(string folder)
    {
        using StoreWriter store = StoreWriter.Small();
        using IDemonstrationDataset zipped = Demo.Open(store.Zipped(folder));
        using IDemonstrationDataset plain = Demo.Open(store.Root);
        Assert.Equal(plain.Read(0, 0, 3).Observations, zipped.Read(0, 0, 3).Observations);
        Assert.Equal(plain.Fingerprint, zipped.Fingerprint);
        Demo.Fails("DOG1422", "it has action, state", () => Demo.Open(store.Root + "/../demo.zip", null, new ZarrObservation { Name = "x", Key = "nothing" }));
    }

    [Fact]
    public void A_relative_path_starts_at_the_folder_of_the_experiment()
    {
        using StoreWriter store = StoreWriter.Small();
        var options = new ZarrOptions { Path = "demo.zarr", Observations = [new ZarrObservation { Name = "state", Key = "state" }] };
        using IDemonstrationDataset data = new ZarrPlugin().Create(options, new PluginContext { BaseFolder = Path.GetDirectoryName(store.Root)! });
        Assert.Equal(5, data.Spec.Steps);
    }

    [Fact]
    public void Arrays_that_nobody_asked_for_are_never_opened()
    {
        using StoreWriter store = StoreWriter.Small();
        Directory.CreateDirectory(store.PathOf("data/img"));
        File.WriteAllText(store.PathOf("data/img/.zarray"), "this is not JSON");
        using IDemonstrationDataset data = Demo.Open(store.Root);
        Assert.Equal(64, data.Fingerprint.Length);
    }

    [Fact]
    public void Many_threads_read_the_same_numbers_through_a_cache_that_is_too_small()
    {
        const int steps = 4000, wide = 100;
        using StoreWriter store = new StoreWriter().EpisodeEnds(steps).Ramp("data/action", steps, 1).Metadata("data/wide", "<f4", [steps, wide], [250, wide]);
        for (int c = 0; c < steps / 250; c++)
            store.Chunk($"data/wide/{c}.0", StoreWriter.Bytes(Enumerable.Range(0, 250 * wide).Select(i => (float)((c * 250) + (i / wide) + (i % wide))).ToArray()));
        var options = new ZarrOptions { Path = store.Root, CacheMegabytes = 1, Observations = [new ZarrObservation { Name = "wide", Key = "wide", Columns = [0, 99] }] };
        using IDemonstrationDataset data = new ZarrPlugin().Create(options, new PluginContext());
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, i =>
        {
            int start = i * 1237 % (steps - 20);
            Assert.Equal(Enumerable.Range(start, 20).SelectMany(s => new double[] { s, s + 99 }), data.Read(0, start, 20).Observations);
        });
    }
}
