using System.Text.Json;
using DiffOG.Diagnostics;
using DiffOG.Host.Recording;
using DiffOG.Simulation;
using DiffOG.Testing.Fakes;
using PureHDF;
using PureHDF.VOL.Native;
using Xunit;

namespace DiffOG.Host.Tests.Recording;

public sealed class CollectionTests : IDisposable
{
    private readonly Scratch folder = new();

    private string Output => folder["point.hdf5"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void the_file_has_robomimics_layout()
    {
        string summary = Point.Collect(Output, 12, firstSeed: 7);
        Assert.StartsWith($"'{Output}' holds 12 demonstrations, ", summary, StringComparison.Ordinal);
        Assert.Contains("(mask/train 11, mask/valid 1); the expert succeeded in ", summary, StringComparison.Ordinal);
        using NativeFile file = H5File.OpenRead(Output);
        IH5Group data = file.Group("data");
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"demo_{i}").Order(), data.Children().Select(c => c.Name).Order());
        JsonElement arguments = JsonDocument.Parse(data.Attribute("env_args").Read<string>()).RootElement;
        Assert.Equal(("point", "1.0", 2), (arguments.GetProperty("env_name").GetString(), arguments.GetProperty("env_version").GetString(), arguments.GetProperty("type").GetInt32()));
        Assert.Equal((20.0, 60), (arguments.GetProperty("env_kwargs").GetProperty("control_freq").GetDouble(), arguments.GetProperty("env_kwargs").GetProperty("options").GetProperty("maxSteps").GetInt32()));
        string[] train = file.Dataset("mask/train").Read<string[]>(), valid = file.Dataset("mask/valid").Read<string[]>();
        Assert.Equal(12, train.Union(valid).Count());
        Assert.Equal(data.Attribute("total").Read<long>(), Enumerable.Range(0, 12).Sum(i => data.Group($"demo_{i}").Attribute("num_samples").Read<long>()));
        ulong steps = data.Group("demo_0").Attribute("num_samples").Read<ulong>();
        foreach ((string name, ulong[] shape) in ((string, ulong[])[])[("actions", [steps, 3]), ("states", [steps, 6]), ("rewards", [steps]), ("dones", [steps]), ("obs/position", [steps, 2]), ("next_obs/position", [steps, 2])])
            Assert.Equal(shape, data.Group("demo_0").Dataset(name).Space.Dimensions);
    }

    [Fact]
    public void every_recorded_state_goes_on_as_it_was_recorded()
    {
        Point.Collect(Output, 2);
        using NativeFile file = H5File.OpenRead(Output);
        using var world = new PointMassSimulator(60);
        foreach (string demo in (string[])["demo_0", "demo_1"])
        {
            IH5Group group = file.Group($"data/{demo}");
            double[] states = group.Dataset("states").Read<double[]>(), actions = group.Dataset("actions").Read<double[]>();
            double[] seen = group.Dataset("obs/position").Read<double[]>(), next = group.Dataset("next_obs/position").Read<double[]>(), rewards = group.Dataset("rewards").Read<double[]>();
            for (int t = 0; t < rewards.Length; t++)
            {
                world.RestoreState(new SimulatorState(states[(6 * t)..(6 * (t + 1))]));
                Assert.Equal(seen[(2 * t)..(2 * (t + 1))], states[(6 * t)..((6 * t) + 2)]);
                TimeStep step = world.Step(actions.AsMemory(3 * t, 3));
                Assert.Equal(next[(2 * t)..(2 * (t + 1))], step.Observation.Values);
                Assert.Equal(step.Success ? 1 : 0, rewards[t]);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void an_episode_ends_when_success_has_lasted(int hold)
    {
        Point.Collect(Output, 3, hold: hold);
        using NativeFile file = H5File.OpenRead(Output);
        for (int demo = 0; demo < 3; demo++)
        {
            double[] rewards = file.Dataset($"data/demo_{demo}/rewards").Read<double[]>();
            long[] dones = file.Dataset($"data/demo_{demo}/dones").Read<long[]>();
            Assert.All(rewards[^(hold + 1)..], r => Assert.Equal(1, r));
            Assert.Equal(rewards.Select(r => (long)r), dones);
            Assert.Equal(0, rewards[^(hold + 2)]);
        }
    }

    [Fact]
    public void threads_and_interruptions_do_not_change_the_file()
    {
        Point.Collect(folder["whole.hdf5"], 6, threads: 1);
        int kept = Interrupted(after: 2);
        Assert.False(File.Exists(Output));
        var told = new Told();
        Point.Collect(Output, 6, threads: 4, display: told);
        Assert.Equal([$"Continuing: {kept} of 6 episodes recorded already."], told.Said);
        Assert.Equal(File.ReadAllBytes(folder["whole.hdf5"]), File.ReadAllBytes(Output));
        Assert.False(Directory.Exists($"{Output}.part"));
    }

    [Fact]
    public void an_interruption_while_the_file_is_written_costs_nothing_that_is_recorded()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Point.Collect(Output, 3, display: new Told((title, done) => StopAt(stop, title == "write" && done == 2)), stop: stop));
        Assert.Equal([$"{Output}.part"], Directory.EnumerateFileSystemEntries(folder.Root));
        var told = new Told((title, done) => Assert.NotEqual(("collect", 1L), (title, done)));
        Point.Collect(Output, 3, display: told);
        Assert.True(File.Exists(Output));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("empty")]
    public void a_damaged_tail_is_dropped_with_one_sentence_and_recorded_again(string damage)
    {
        Point.Collect(folder["whole.hdf5"], 5, threads: 1);
        int kept = Interrupted(after: 4);
        string victim = Path.Combine($"{Output}.part", "episode-000002.safetensors");
        byte[] bytes = File.ReadAllBytes(victim);
        if (damage == "changed")
            bytes[^9] ^= 1;
        File.WriteAllBytes(victim, damage switch { "cut" => bytes[..^100], "empty" => [], _ => bytes });
        var told = new Told();
        Point.Collect(Output, 5, display: told);
        Assert.Equal(2, told.Said.Count);
        Assert.StartsWith($"Episode 2 of '{Output}.part' is damaged (", told.Said[0], StringComparison.Ordinal);
        Assert.EndsWith($"): it and {kept - 3} after it are dropped, and recorded again.", told.Said[0], StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(folder["whole.hdf5"]), File.ReadAllBytes(Output));
    }

    [Fact]
    public void a_finished_file_with_too_few_is_continued_and_one_with_enough_is_left_alone()
    {
        Point.Collect(folder["whole.hdf5"], 5, firstSeed: 3, hold: 2);
        Point.Collect(Output, 3, firstSeed: 3, hold: 2);
        // Neither has to be named again: both are those of the file.
        var told = new Told();
        Point.Collect(Output, 5, display: told);
        Assert.Equal(["Continuing: 3 of 5 episodes recorded already."], told.Said);
        Assert.Equal(File.ReadAllBytes(folder["whole.hdf5"]), File.ReadAllBytes(Output));
        Directory.CreateDirectory($"{Output}.part");
        Assert.Equal($"'{Output}' holds 5 demonstrations already; nothing was done.", Point.Collect(Output, 4));
        Assert.False(Directory.Exists($"{Output}.part"));
    }

    [Fact]
    public void what_was_recorded_otherwise_is_refused_and_left_as_it_is()
    {
        Point.Collect(Output, 2, firstSeed: 3);
        byte[] before = File.ReadAllBytes(Output);
        Refused("DOG1480", () => Point.Collect(Output, 3, firstSeed: 4), "first seed (--first-seed): found 3, wanted 4");
        Refused("DOG1480", () => Point.Collect(Output, 3, maxSteps: 70), "option maxSteps: found 60, wanted 70");
        Refused("DOG1480", () => Point.Collect(Output, 3, hold: 1), "steps after success (--hold): found 10, wanted 1");
        Refused("DOG1480", () => Point.Collect(Output, 3, maxSteps: 70, task: "line"), "recorded otherwise than is asked now:\n  task: found point, wanted line\n");
        Assert.Equal(before, File.ReadAllBytes(Output));
        Interrupted(after: 1, output: folder["other.hdf5"]);
        Refused("DOG1480", () => Point.Collect(folder["other.hdf5"], 3, maxSteps: 70), "option maxSteps: found 60, wanted 70");
    }

    [Fact]
    public void a_file_of_something_else_is_never_overwritten()
    {
        File.WriteAllText(Output, "precious");
        Refused("DOG1481", () => Point.Collect(Output, 1), "damaged, or no HDF5 file");
        Assert.Equal("precious", File.ReadAllText(Output));
        new H5File { ["data"] = new H5Group { ["demo_0"] = new H5Group() } }.Write(Output);
        Refused("DOG1481", () => Point.Collect(Output, 1), "'diffog collect' did not record it");
    }

    [Fact]
    public void two_processes_do_not_record_into_one_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows says so in another way.");
        DiffOGException? refused = null;
        Point.Collect(Output, 2, display: new Told((_, done) => refused ??= Record.Exception(() => Point.Collect(Output, 2)) as DiffOGException));
        Assert.StartsWith($"DOG1482: Another process is recording into '{Output}.part'.", refused!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void an_expert_that_fails_ends_it() => Refused("DOG1791", () => Point.Collect(Output, 50, maxSteps: 1), "The scripted expert of 'point' succeeded in ");

    [Fact]
    public void a_recording_that_never_began_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Point.Collect(Output, 2, stop: stop));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(19, 1)]
    [InlineData(200, 20)]
    public void one_in_ten_demonstrations_is_kept_for_validation(int demonstrations, int expected)
    {
        int[] valid = ValidationSplit.Of(demonstrations, seed: 5);
        Assert.Equal(expected, valid.Distinct().Count());
        Assert.Equal(valid.Order(), valid);
        Assert.All(valid, v => Assert.InRange(v, 0, demonstrations - 1));
        Assert.Equal(valid, ValidationSplit.Of(demonstrations, seed: 5));
        Assert.True(demonstrations < 100 || !valid.SequenceEqual(ValidationSplit.Of(demonstrations, seed: 6)));
    }

    [Fact]
    public void a_folder_that_is_missing_is_named() => Refused("DOG1304", () => Point.Collect(folder["nowhere/point.hdf5"], 1), "nowhere");

    /// <summary>Collects six episodes, and is stopped after some.</summary>
    /// <returns>How many are kept; one or two that were finished meanwhile may be among them.</returns>
    private int Interrupted(int after, string? output = null)
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Point.Collect(output ?? Output, 6, threads: 2, display: new Told((_, done) => StopAt(stop, done == after)), stop: stop));
        return Directory.GetFiles($"{output ?? Output}.part", "episode-*").Length;
    }

    private static void StopAt(CancellationTokenSource stop, bool now)
    {
        if (now)
            stop.Cancel();
    }

    private static void Refused(string id, Action action, string part)
    {
        DiffOGException error = Assert.Throws<DiffOGException>(action);
        Assert.Equal(id, error.Id);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
