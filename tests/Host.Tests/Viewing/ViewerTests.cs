using DiffOG.Diagnostics;
using DiffOG.Host.Reporting.Video;
using DiffOG.Host.Viewing;
using DiffOG.Simulation;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;
using NSubstitute;
using SkiaSharp;
using Xunit;

namespace DiffOG.Host.Tests.Viewing;

public sealed class ViewerTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly Recorder recorder = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void a_video_has_a_picture_a_step_and_its_last_one_for_a_second_more()
    {
        Viewer(new PlaybackSettings(3, ByExpert: true, Steps: null)).Film(recorder, TestContext.Current.CancellationToken);
        int steps = StepsSaid();
        Assert.Equal((scratch["film"], 20.0, steps + 1 + 20), (recorder.Path, recorder.Rate, recorder.Frames.Count));
        Assert.All(recorder.Frames[^20..], f => Assert.Equal(recorder.Frames[^21].Rgb, f.Rgb));
        Assert.All(recorder.Frames, f => Assert.Equal(384, f.Width));
        Assert.EndsWith($"\nvideo: {scratch["film"]}.made\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void the_experts_episode_ends_with_its_success()
    {
        Viewer(new PlaybackSettings(3, ByExpert: true, Steps: null)).Film(recorder, TestContext.Current.CancellationToken);
        int steps = StepsSaid();
        Assert.InRange(steps, 1, 39);
        Assert.StartsWith($"point, seed 3, expert: {steps} steps, success yes, first after step {steps}, largest |Δa| ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void steps_play_on_after_a_success()
    {
        Viewer(new PlaybackSettings(3, ByExpert: true, Steps: 40)).Film(recorder, TestContext.Current.CancellationToken);
        Assert.Matches(@"^point, seed 3, expert: 40 steps, success yes, first after step \d\d?, ", output.ToString());
        Assert.DoesNotContain("after step 40", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void the_largest_change_leaves_the_gripper_out()
    {
        using var simulator = new PointMassSimulator();
        // A start so near that the gripper's first change, of 1, is the largest of all.
        long near = Enumerable.Range(0, 1000).First(s => simulator.Reset(s).Observation.Values.All(p => Math.Abs(p) is > 0.06 and < 0.15));
        var playback = new Playback("point", simulator, new PlaybackSettings(near, ByExpert: true, Steps: null));
        double[][] actions = [.. playback.Moments().Select(m => m.Action)];
        double expected = Enumerable.Range(1, actions.Length - 1).Max(i => Math.Max(Math.Abs(actions[i][0] - actions[i - 1][0]), Math.Abs(actions[i][1] - actions[i - 1][1])));
        Assert.InRange(expected, 0.1, 0.99);
        Assert.Equal(expected, playback.LargestChange.Size);
        Assert.Contains(playback.LargestChange.Dimension, (string[])["dx", "dy"]);
    }

    [Fact]
    public void without_the_expert_the_robot_is_held_still_for_two_seconds()
    {
        Viewer(new PlaybackSettings(3, ByExpert: false, Steps: null)).Film(recorder, TestContext.Current.CancellationToken);
        Assert.StartsWith("point, seed 3, held still: 40 steps, success no, largest |Δa| 0\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void a_sheet_has_a_row_for_each_camera_of_each_episode_and_a_column_for_each_moment()
    {
        Viewer([new(0, true, null), new(1, true, null)]).Survey(TestContext.Current.CancellationToken);
        // Three pictures of 320 side by side, two rows, gaps of 8, labels of 24.
        Assert.Equal((8 + (3 * 328), 8 + (2 * (320 + 24 + 8))), SizeOf("film.png"));
        Assert.EndsWith($"\npicture: {scratch["film.png"]}\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void a_sheet_of_an_episode_held_still_has_its_start_and_end()
    {
        Viewer(new PlaybackSettings(0, ByExpert: false, Steps: 5)).Survey(TestContext.Current.CancellationToken);
        Assert.Equal(8 + (2 * 328), SizeOf("film.png").Width);
    }

    [Fact]
    public void the_columns_of_a_sheet_show_the_world_at_their_moments()
    {
        Viewer(new PlaybackSettings(3, ByExpert: true, Steps: 10), size: new PictureSize(16, 16)).Survey(TestContext.Current.CancellationToken);
        using var sheet = SKBitmap.Decode(scratch["film.png"]);
        using var simulator = new PointMassSimulator();
        int column = 0;
        foreach (Moment moment in new Playback("point", simulator, new PlaybackSettings(3, true, 10)).Moments().Where(m => m.Step % 5 == 0))
        {
            Image expected = simulator.Render("top", 16, 16);
            SKColor shown = sheet.GetPixel(8 + (24 * column++), 8);
            Assert.Equal((expected.Rgb[0], expected.Rgb[1], expected.Rgb[2]), (shown.Red, shown.Green, shown.Blue));
        }
        Assert.Equal(3, column);
    }

    [Fact]
    public void a_still_is_the_cameras_picture_at_the_step()
    {
        Viewer(new PlaybackSettings(3, ByExpert: true, Steps: 7), size: new PictureSize(20, 10)).Still(TestContext.Current.CancellationToken);
        Assert.Equal((20, 10), SizeOf("film.png"));
        Assert.Equal(7, StepsSaid());
    }

    [Fact]
    public void several_seeds_give_a_file_each()
    {
        Viewer([new(0, false, 1), new(5, false, 1)]).Still(TestContext.Current.CancellationToken);
        Assert.True(File.Exists(scratch["film.seed0.png"]) && File.Exists(scratch["film.seed5.png"]));
    }

    [Fact]
    public void a_picture_has_the_proportions_of_the_camera() =>
        Assert.Equal(new PictureSize(640, 480), PictureSize.LikeThatOf(new CameraSpec("wide", 84, 63), 640));

    [Fact]
    public void a_camera_that_there_is_not_is_named_with_the_nearest()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Viewer([new(0, false, 1)], camera: "tpo").Still(TestContext.Current.CancellationToken));
        Assert.Equal("DOG1022: The task 'point' has no camera 'tpo'; it has top. Did you mean 'top'? Name one of them with --camera, or leave it out for the first one.", error.Message);
    }

    [Fact]
    public void a_task_without_cameras_or_without_an_expert_says_so()
    {
        ISimulator bare = Substitute.For<ISimulator>();
        using var whole = new PointMassSimulator();
        bare.Spec.Returns(whole.Spec with { Cameras = [] });
        bare.CreateDemonstrator(0).Returns((IDemonstrator?)null);
        Viewer viewer = new("bare", bare, new ViewSettings([new PlaybackSettings(0, true, null)], null, null, scratch["film"]), output);
        Assert.StartsWith("DOG1022: The task 'bare' has no camera", Assert.Throws<DiffOGException>(() => viewer.Survey(TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        bare.Spec.Returns(whole.Spec);
        Assert.Equal(
            "DOG1790: The task 'bare' has no scripted expert that could play. Leave out --expert, to see the robot held still.",
            Assert.Throws<DiffOGException>(() => viewer.Survey(TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public void a_picture_that_cannot_be_written_has_an_id()
    {
        scratch.Write("film", "a file where a folder is wanted");
        DiffOGException error = Assert.Throws<DiffOGException>(() => PngFile.Write(scratch["film/a.png"], new Image(1, 1, new byte[3])));
        Assert.Equal("DOG1905", error.Id);
    }

    private Viewer Viewer(PlaybackSettings episode, PictureSize? size = null) => Viewer([episode], size);

    private Viewer Viewer(PlaybackSettings[] episodes, PictureSize? size = null, string? camera = null) =>
        new("point", new PointMassSimulator(), new ViewSettings(episodes, camera, size, scratch["film"]), output);

    private int StepsSaid() => int.Parse(output.ToString().Split(": ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private (int Width, int Height) SizeOf(string file)
    {
        using var codec = SKCodec.Create(scratch[file]);
        return (codec.Info.Width, codec.Info.Height);
    }

    private sealed class Recorder : IVideoWriter
    {
        internal string Path { get; private set; } = "";

        internal double Rate { get; private set; }

        internal List<Image> Frames { get; } = [];

        public string Write(string pathWithoutExtension, IEnumerable<Image> frames, double framesPerSecond)
        {
            (Path, Rate) = (pathWithoutExtension, framesPerSecond);
            Frames.AddRange(frames);
            return pathWithoutExtension + ".made";
        }
    }
}
