using DiffOG.Specs;
using System.Text.Json.Nodes;
using DiffOG.Diagnostics;
using DiffOG.Host.Progress;
using DiffOG.Host.Recording;
using DiffOG.Simulation;
using DiffOG.Testing.Fakes;
using NSubstitute;
using PureHDF;
using PureHDF.VOL.Native;
using Xunit;

namespace DiffOG.Host.Tests.Recording;

public sealed class ImageJobTests : IDisposable
{
    private static readonly CameraSpec[] Cameras = [new("top", 8, 6), new("side", 4, 5)];
    private readonly Scratch folder = new();

    public ImageJobTests() => Point.Collect(Source, 4);

    private string Source => folder["point.hdf5"];

    private string Output => folder["images.hdf5"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void every_picture_shows_its_state_and_all_else_is_copied(bool compressed)
    {
        Assert.Contains("holds 4 demonstrations with ", Render(compressed: compressed), StringComparison.Ordinal);
        using NativeFile source = H5File.OpenRead(Source), file = H5File.OpenRead(Output);
        using var world = new PointMassSimulator(60);
        for (int demo = 0; demo < 4; demo++)
        {
            double[][] states = [.. file.Dataset($"data/demo_{demo}/states").Read<double[]>().Chunk(6)];
            foreach (CameraSpec camera in Cameras)
            {
                IH5Dataset pictures = file.Dataset($"data/demo_{demo}/obs/{camera.Name}_image");
                Assert.Equal([(ulong)states.Length, (ulong)camera.Height, (ulong)camera.Width, 3], pictures.Space.Dimensions);
                Assert.Equal(compressed, pictures.Layout.Class == H5DataLayoutClass.Chunked);
                byte[] expected = [.. states.SelectMany(s =>
                {
                    world.RestoreState(new SimulatorState(s));
                    return world.Render(camera.Name, camera.Width, camera.Height).Rgb;
                })];
                Assert.Equal(expected, pictures.Read<byte[]>());
            }
        }
        RequireCopied(source, file);
    }

    [Fact]
    public void the_environment_says_which_cameras_there_are()
    {
        Render();
        using NativeFile file = H5File.OpenRead(Output);
        JsonNode settings = JsonNode.Parse(file.Group("data").Attribute("env_args").Read<string>())!["env_kwargs"]!;
        Assert.Equal("""["top","side"] [6,5] [8,4] 20""", $"{settings["camera_names"]!.ToJsonString()} {settings["camera_heights"]!.ToJsonString()} {settings["camera_widths"]!.ToJsonString()} {settings["control_freq"]}");
    }

    [Fact]
    public void threads_and_interruptions_do_not_change_the_file()
    {
        Render(output: folder["whole.hdf5"], threads: 1);
        int kept = Interrupted();
        var told = new Told();
        Render(display: told, threads: 3);
        Assert.StartsWith("Continuing: ", Assert.Single(told.Said), StringComparison.Ordinal);
        Assert.Equal(1, kept);
        Assert.Equal(File.ReadAllBytes(folder["whole.hdf5"]), File.ReadAllBytes(Output));
        Assert.False(Directory.Exists($"{Output}.part"));
        Assert.Equal($"'{Output}' holds these pictures already; nothing was done.", Render());
    }

    [Fact]
    public void damaged_pictures_are_dropped_with_one_sentence_and_rendered_again()
    {
        Render(output: folder["whole.hdf5"]);
        Interrupted();
        string victim = Directory.GetFiles($"{Output}.part", "demo_*").First();
        byte[] bytes = File.ReadAllBytes(victim);
        bytes[^9] ^= 1;
        File.WriteAllBytes(victim, bytes);
        var told = new Told();
        Render(display: told);
        Assert.StartsWith($"'{victim}' is damaged (", told.Said[0], StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(folder["whole.hdf5"]), File.ReadAllBytes(Output));
    }

    [Fact]
    public void pictures_of_something_else_are_refused_and_left_as_they_are()
    {
        Render();
        byte[] before = File.ReadAllBytes(Output);
        Refused("DOG1480", () => Render(cameras: [Cameras[0]]), "cameras: found top 8x6, side 4x5, wanted top 8x6");
        Refused("DOG1480", () => Render(compressed: true), "compressed (--compress): found False, wanted True");
        Refused("DOG1481", () => Render(output: Source), "'diffog images' did not make it");
        Point.Collect(Source, 5);
        Refused("DOG1480", () => Render(), "file with the states (SHA-256)");
        Assert.Equal(before, File.ReadAllBytes(Output));
    }

    [Fact]
    public void a_machine_that_cannot_render_says_so_in_its_own_words()
    {
        ISimulator blind = Substitute.For<ISimulator>();
        blind.Render(Arg.Any<string>(), Arg.Any<int>(), Arg.Any<int>()).Returns(_ => throw new DiffOGException("DOG1610", "No renderer.", "Install one."));
        Refused("DOG1610", () => Render(simulator: () => blind), "No renderer.");
        Assert.Equal([Source], Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void states_of_another_task_are_refused()
    {
        ISimulator other = Substitute.For<ISimulator>();
        other.When(o => o.RestoreState(Arg.Any<SimulatorState>())).Do(_ => throw new ArgumentException("A state of this task has 7 values, not 6."));
        Refused("DOG1484", () => Render(simulator: () => other), "does not fit the task 'point' as it is now: A state of this task has 7 values, not 6.");
    }

    [Fact]
    public void files_without_a_task_or_without_states_are_refused()
    {
        Refused("DOG1483", () => RecordedStates.Open(folder["nowhere.hdf5"]), "there is no such file");
        File.WriteAllText(folder["text.hdf5"], "no");
        Refused("DOG1483", () => RecordedStates.Open(folder["text.hdf5"]), "no HDF5 file");
        Refused("DOG1483", () => RecordedStates.Open(With("a.hdf5", null, [])), "no attribute 'env_args'");
        Refused("DOG1483", () => RecordedStates.Open(With("b.hdf5", "{}", [])), "it holds no demonstrations");
        Refused("DOG1483", () => RecordedStates.Open(With("c.hdf5", "{}", new H5Group { ["demo_0"] = new H5Group() })), "data/demo_0 has no states");
        var sound = new H5Group { ["demo_0"] = new H5Group { ["states"] = new double[2, 3] } };
        using RecordedStates robosuite = RecordedStates.Open(With("d.hdf5", """{"env_name": "Lift", "type": 1}""", sound));
        Refused("DOG1483", () => _ = robosuite.Options, "it is of 'Lift', which another program recorded");
    }

    [Theory]
    [InlineData(1, 84, 84)]
    [InlineData(2, 84, 84)]
    [InlineData(1, 1024, 1024)]
    [InlineData(3, 4096, 4096)]
    public void batches_cover_every_step_once_and_stay_small(int cameras, int width, int height)
    {
        RecordedDemo[] demos = [new("demo_0", 1), new("demo_1", 1500), new("demo_10", 793)];
        CameraSpec[] sizes = [.. Enumerable.Range(0, cameras).Select(i => new CameraSpec($"c{i}", width, height))];
        IReadOnlyList<ImageBatch> batches = ImageBatch.Of(demos, sizes);
        Assert.Equal(demos.SelectMany(d => Enumerable.Range(0, d.Steps).Select(t => (d.Name, t))), batches.SelectMany(b => Enumerable.Range(b.First, b.Count).Select(t => (b.Demo, t))));
        Assert.All(batches, b => Assert.True(b.Count == 1 || 3L * b.Count * cameras * width * height <= ImageBatch.MostBytes));
    }

    private string With(string name, string? arguments, H5Group data)
    {
        if (arguments is not null)
            data.Attributes["env_args"] = arguments;
        new H5File { ["data"] = data }.Write(folder[name]);
        return folder[name];
    }

    private string Render(string? output = null, bool compressed = false, int threads = 2, CameraSpec[]? cameras = null, IDisplay? display = null, Func<ISimulator>? simulator = null, CancellationTokenSource? stop = null) =>
        Point.Render(Source, output ?? Output, cameras ?? Cameras, compressed, threads, display, simulator, stop);

    private int Interrupted()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Render(threads: 1, display: new Told((_, _) => stop.Cancel()), stop: stop));
        return Directory.GetFiles($"{Output}.part", "demo_*").Length;
    }

    private static void RequireCopied(NativeFile source, NativeFile file)
    {
        foreach (string name in (string[])["demo_0", "demo_3"])
        {
            IH5Group from = source.Group($"data/{name}"), to = file.Group($"data/{name}");
            foreach (string dataset in (string[])["actions", "states", "rewards", "obs/position", "next_obs/position"])
                Assert.Equal(from.Dataset(dataset).Read<double[]>(), to.Dataset(dataset).Read<double[]>());
            Assert.Equal(from.Dataset("dones").Read<long[]>(), to.Dataset("dones").Read<long[]>());
            Assert.Equal(from.Attribute("seed").Read<long>(), to.Attribute("seed").Read<long>());
        }
        Assert.Equal(source.Dataset("mask/train").Read<string[]>(), file.Dataset("mask/train").Read<string[]>());
        Assert.Equal(source.Group("data").Attribute("diffog").Read<string>(), file.Group("data").Attribute("diffog").Read<string>());
    }

    private static void Refused(string id, Action action, string part)
    {
        DiffOGException error = Assert.Throws<DiffOGException>(action);
        Assert.Equal(id, error.Id);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
