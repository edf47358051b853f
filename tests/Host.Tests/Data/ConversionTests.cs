using DiffOG.Composition;
using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Host.Data;
using DiffOG.Host.Tests.Recording;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;
using PureHDF;
using PureHDF.VOL.Native;
using Xunit;

namespace DiffOG.Host.Tests.Data;

public sealed class ConversionTests : IDisposable
{
    private readonly Scratch folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("episodes")]
    [InlineData("robomimic")]
    [InlineData("robomimic", "--compress")]
    public async Task what_is_recorded_with_pictures_goes_there_and_back_again(string format, params string[] more)
    {
        Point.Collect(folder["point.hdf5"], 3, firstSeed: 7);
        Point.Render(folder["point.hdf5"], folder["seen.hdf5"], [new CameraSpec("top", 16, 12)]);

        (int code, string output, _) = await DataCommands.Run(folder, ["convert", "seen.hdf5", "--to", format, "--output", "made", .. more]);
        Assert.Equal(0, code);
        Assert.Matches($"""
            ^seen.hdf5: 3 episodes, [0-9]+ steps at 20 Hz
              assumed: format robomimic \(--dataset\)
              memory: at most 1 MiB for the longest episode
            ~/made: 3 episodes, [0-9]+ steps, as {format}.
            Read again and compared: [0-9,]+ numbers and [0-9]+ pictures, all equal.
            $
            """.ReplaceLineEndings("\n"), output);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(folder.Root), e => e.Contains(".converting", StringComparison.Ordinal));

        (_, string info, _) = await DataCommands.Run(folder, "info", "made");
        Assert.Contains("  cameras       top 16x12\n", info, StringComparison.Ordinal);
        Assert.Contains("  first episode seed = 7\n", info, StringComparison.Ordinal);
        (code, _, _) = await DataCommands.Run(folder, "convert", "made", "--to", format == "episodes" ? "robomimic" : "episodes", "--output", "back");
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData("all equal but [0-9,]+ that the format keeps in single precision")]
    [InlineData("all equal", "--to-set", "doublePrecision=true")]
    public async Task lerobot_keeps_single_precision_unless_told_otherwise(string compared, params string[] more)
    {
        Point.Collect(folder["point.hdf5"], 2);
        (int code, string output, _) = await DataCommands.Run(folder, ["convert", "point.hdf5", "--to", "lerobot", "--output", "made", .. more]);
        Assert.Equal(0, code);
        Assert.Matches($"Read again and compared: [0-9,]+ numbers, {compared}\\.\n$", output);
        (_, string info, _) = await DataCommands.Run(folder, "info", "made");
        Assert.Contains("  first episode seed = 0\n", info, StringComparison.Ordinal);
        Assert.Contains("  assumed       format lerobot (--dataset)\n", info, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_file_for_robomimic_has_all_that_robomimic_asks_for()
    {
        await DataCommands.Run(folder, "convert", DataCommands.PushT, "--to", "robomimic", "--output", "made.hdf5");
        using NativeFile file = H5File.OpenRead(folder["made.hdf5"]);
        Assert.Equal(579L, file.Group("data").Attribute("total").Read<long>());
        IH5Group demo = file.Group("data/demo_3");
        int steps = (int)demo.Attribute("num_samples").Read<long>();
        double[] now = demo.Dataset("obs/state").Read<double[]>(), next = demo.Dataset("next_obs/state").Read<double[]>();
        Assert.Equal(now[5..], next[..^5]);
        Assert.Equal(now[^5..], next[^5..]);
        Assert.Equal([.. Enumerable.Repeat(0L, steps - 1), 1L], demo.Dataset("dones").Read<long[]>());
        Assert.Equal(new double[steps], demo.Dataset("rewards").Read<double[]>());
        Assert.Equal(4, file.Dataset("mask/train").Read<string[]>().Concat(file.Dataset("mask/valid").Read<string[]>()).Distinct().Count());
        Assert.Contains("\"control_freq\":10", file.Group("data").Attribute("env_args").Read<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DOG1493", "exists already", "--to", "episodes", "--output", ".")]
    [InlineData("DOG1494", "'zarr' only reads its format", "--to", "zarr", "--output", "made")]
    [InlineData("DOG1110", "Did you mean 'robomimic'?", "--to", "robomimc", "--output", "made")]
    [InlineData("DOG1021", "--compress belongs to --to robomimic", "--to", "episodes", "--output", "made", "--compress")]
    public async Task what_cannot_be_done_is_refused_and_leaves_nothing(string id, string part, params string[] line)
    {
        DiffOGException error = await Assert.ThrowsAnyAsync<DiffOGException>(() => DataCommands.Run(folder, ["convert", DataCommands.PushT, .. line]));
        Assert.Equal(id, error.Id);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void what_was_written_wrongly_is_not_kept()
    {
        using MemoryDataset source = Made.Of([0, 0.5, 1], [0.25]);
        var conversion = new Conversion(source, new Forgetful(Made.Of([0, 0.5, 1 + 1e-9], [0.75])), new Told());
        DiffOGException error = Assert.Throws<DiffOGException>(() => conversion.Run(new ConversionRequest(folder["made"], true), TestContext.Current.CancellationToken));
        Assert.Equal($"""
            DOG1495: What was written for '{folder["made"]}' is not what was read:
              episode 1, step 0: action wanted 0.25; found 0.75
             Nothing was kept. Read the data again, look for a failing disk, or choose another format with --to.
            """.ReplaceLineEndings("\n"), error.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void numbers_that_a_format_keeps_in_single_precision_are_counted()
    {
        using MemoryDataset source = Made.Of([0, 0.1], [0.25]), written = Made.Of([0, (float)0.1], [0.25]);
        var compared = Comparison.Of(source, written, _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal("Read again and compared: 9 numbers, all equal but 1 that the format keeps in single precision.", compared.ToString());
    }

    [Fact]
    public void other_specs_pictures_and_attributes_are_differences()
    {
        MemoryDataset With(byte level, string seed)
        {
            MemoryDataset made = Made.Empty(new CameraSpec("top", 1, 1));
            made.Append(new EpisodeWindow([0, 1], new double[4]) { Pictures = new Dictionary<string, byte[]> { ["top"] = [1, 2, 3, level, 5, 6] } }, new Dictionary<string, string> { ["seed"] = seed });
            return made;
        }

        using MemoryDataset source = With(4, "1"), written = With(9, "2"), other = Made.Of([0, 1]);
        Assert.Equal(["episode 0, attribute seed: wanted 1; found 2", "episode 0, step 1: the picture of top differs"], Comparison.Of(source, written, _ => { }, TestContext.Current.CancellationToken).Differences);
        Assert.StartsWith("cameras: wanted CameraSpec", Assert.Single(Comparison.Of(source, other, _ => { }, TestContext.Current.CancellationToken).Differences), StringComparison.Ordinal);
    }

    [Fact]
    public void work_that_is_stopped_leaves_nothing_and_a_killed_process_leaves_nothing_in_the_way()
    {
        using MemoryDataset source = Made.Of([0, 0.5], [1]);
        using var stop = new CancellationTokenSource();
        var slow = new Forgetful(source) { Writing = stop.Cancel };
        folder.Write("made.converting/made", "left by a killed process");
        Assert.Throws<OperationCanceledException>(() => new Conversion(source, slow, new Told()).Run(new ConversionRequest(folder["made"], true), stop.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void a_dataset_without_episodes_is_refused()
    {
        using MemoryDataset source = Made.Empty();
        DiffOGException error = Assert.Throws<DiffOGException>(() => new Conversion(source, new Forgetful(source), new Told()).Run(new ConversionRequest(folder["made"], true), TestContext.Current.CancellationToken));
        Assert.Equal("DOG1494: The dataset cannot be written as 'forgetful': it has no episodes. Choose another format with --to, or leave out with the dataset's options what this one cannot keep.", error.Message);
    }

    /// <summary>A format that reads something else than it wrote.</summary>
    private sealed class Forgetful(IDemonstrationDataset read) : IConversionFormat
    {
        public string Plugin => "forgetful";

        public Action Writing { get; init; } = () => { };

        public void Write(IDemonstrationDataset source, string path, Action<int> done, CancellationToken token)
        {
            File.WriteAllText(path, "");
            Writing();
            token.ThrowIfCancellationRequested();
            done(source.Spec.EpisodeLengths.Count);
        }

        public IDemonstrationDataset Open(string path, DatasetSpec spec) => read;
    }
}
