using System.Diagnostics;
using DiffOG.Datasets.LeRobot.Pictures;
using DiffOG.Datasets.LeRobot.Tables;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Datasets.LeRobot.Tests;

public sealed class PictureTests : IDisposable
{
    private const int Width = 72, Height = 64;
    private const string Image = "observation.images.top", Row = "data/chunk-000/file-000.parquet";
    private static readonly int[] Lengths = [7, 5, 4, 6];
    private readonly Copy sines = new(Open.Sines);

    public void Dispose() => sines.Dispose();

    [Fact]
    public void Pictures_in_the_tables_are_read()
    {
        WithImages(step => PngEncoder.Encode(Frame(step), Height, Width));
        using LeRobotDataset data = Open.Dataset(sines.Root);
        Assert.Equal([new CameraSpec("top", Width, Height)], data.Spec.Observations.Cameras);
        RequireFrames(data, "top", tolerance: 0);
    }

    [Fact]
    public void Pictures_take_the_size_that_is_wanted()
    {
        WithImages(step => PngEncoder.Encode(Frame(step), Height, Width));
        using LeRobotDataset stated = Open.Dataset(sines.Root, new LeRobotOptions { Cameras = [new() { Name = "front", Key = Image, Width = 24, Height = 8 }] });
        using LeRobotDataset known = Open.Dataset(sines.Root, null, new ObservationSpec([new("pose", 3, "1")]) { Cameras = [new("top", 12, 16)] });
        Assert.Equal(new CameraSpec("front", 24, 8), Assert.Single(stated.Spec.Observations.Cameras));
        Assert.Equal(new CameraSpec("top", 12, 16), Assert.Single(known.Spec.Observations.Cameras));
        byte[] picture = new byte[24 * 8 * 3];
        stated.ReadPictures(1, 2, 1, "front", picture);
        Assert.All(picture, v => Assert.InRange(v, Level(9) - 1, Level(9) + 1));
    }

    [Fact]
    public void No_camera_is_read_where_none_is_wanted()
    {
        WithImages(_ => [1, 2, 3]);
        using LeRobotDataset data = Open.Dataset(sines.Root, new LeRobotOptions { Cameras = [] });
        Assert.Empty(data.Spec.Observations.Cameras);
        Assert.Contains("no pictures of this dataset can be read", Assert.Throws<ArgumentException>(() => data.ReadPictures(0, 0, 1, "top", new byte[3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_picture_names_table_episode_and_step()
    {
        WithImages(step => step == 8 ? [.. PngEncoder.Encode(Frame(step), Height, Width)[..60]] : PngEncoder.Encode(Frame(step), Height, Width));
        using LeRobotDataset data = Open.Dataset(sines.Root);
        Open.Fails("DOG1469", "file-000.parquet, observation.images.top, episode 1 from step 0' cannot be decoded: picture 1 from there: it was cut short", () => data.ReadPictures(1, 0, 1, "top", new byte[Width * Height * 3]));
    }

    [Fact]
    public void A_camera_that_is_not_there_is_refused() => Open.Fails(
        "DOG1463", "has no camera 'observation.images.top'; there are none.", () => Open.Dataset(sines.Root, new LeRobotOptions { Cameras = [new() { Name = "top", Key = Image }] }));

    [Fact]
    public void Real_data_without_films_have_no_cameras_and_say_why_where_one_is_asked_for()
    {
        using LeRobotDataset bare = Open.Dataset(Open.G1);
        Assert.Empty(bare.Spec.Observations.Cameras);
        using LeRobotDataset asked = Open.Dataset(Open.G1, new LeRobotOptions { Cameras = [new() { Name = "high", Key = "observation.images.cam_high", Width = 8, Height = 8 }] });
        Open.Fails("DOG1469", "episode_000029.mp4' cannot be decoded: there is no film of episode 29", () => asked.ReadPictures(0, 0, 1, "high", new byte[8 * 8 * 3]));
    }

    [Fact]
    public void Without_ffmpeg_numbers_are_read_and_pictures_say_what_is_missing()
    {
        WithImages(_ => [0xFF, 0xD8, 0xFF]);
        using LeRobotDataset data = Open.Dataset(sines.Root, new LeRobotOptions { Ffmpeg = sines.PathOf("no-ffmpeg") });
        Assert.Equal(14, data.Read(0, 0, 7).Actions.Length);
        Open.Fails("DOG1468", $"there is no '{sines.PathOf("no-ffmpeg")}'", () => data.ReadPictures(0, 0, 1, "top", new byte[Width * Height * 3]));
    }

    [Fact]
    public void Pictures_as_jpeg_are_read_through_ffmpeg()
    {
        Run("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{Width}x{Height}", "-i", Raw(Enumerable.Range(0, 22)), "-q:v", "2", sines.PathOf("%03d.jpg"));
        WithImages(step => File.ReadAllBytes(sines.PathOf($"{step + 1:D3}.jpg")));
        using LeRobotDataset data = Open.Dataset(sines.Root);
        RequireFrames(data, "top", tolerance: 4);
    }

    /// <summary>The second has frames that are coded out of order, the third is what LeRobot writes.</summary>
    [Theory]
    [InlineData("mpeg4", "-g 5 -q:v 2")]
    [InlineData("libx264", "-g 8 -bf 2 -crf 10")]
    [InlineData("libsvtav1", "-g 2 -crf 20")]
    public void Frames_of_films_that_hold_many_episodes_are_those_of_their_steps(string encoder, string settings)
    {
        Film("videos/observation.images.top/chunk-000/file-000.mp4", Enumerable.Range(0, 16), encoder, settings);
        Film("videos/observation.images.top/chunk-000/file-001.mp4", Enumerable.Range(16, 6), encoder, settings);
        WithFilms([0, 0, 0, 1], [0, 0.7, 1.2, 0]);
        using LeRobotDataset data = Open.Dataset(sines.Root);
        RequireFrames(data, "top", tolerance: 4);
    }

    [Fact]
    public void A_film_that_is_too_short_or_damaged_is_named()
    {
        Film("videos/observation.images.top/chunk-000/file-000.mp4", Enumerable.Range(0, 10));
        WithFilms([0, 0, 0, 0], [0, 0.7, 1.2, 0]);
        using LeRobotDataset data = Open.Dataset(sines.Root);
        Open.Fails("DOG1469", "file-000.mp4' cannot be decoded: it ends after 3 of 5 pictures", () => data.ReadPictures(1, 0, 1, "top", new byte[Width * Height * 3]));
        File.WriteAllBytes(sines.PathOf("videos/observation.images.top/chunk-000/file-000.mp4"), new byte[100]);
        using LeRobotDataset damaged = Open.Dataset(sines.Root);
        Open.Fails("DOG1469", "Invalid data found", () => damaged.ReadPictures(0, 0, 1, "top", new byte[Width * Height * 3]));
    }

    private static int Level(int step) => 20 + (step * 10);

    /// <summary>A grey that tells the step.</summary>
    private static byte[] Frame(int step) => [.. Enumerable.Repeat((byte)Level(step), Width * Height * 3)];

    /// <summary>Reads every window of two steps, and all of an episode.</summary>
    private static void RequireFrames(LeRobotDataset data, string camera, int tolerance)
    {
        for (int episode = 0, first = 0; episode < 4; first += Lengths[episode++])
        {
            byte[] two = new byte[2 * Width * Height * 3], all = new byte[Lengths[episode] * Width * Height * 3];
            data.ReadPictures(episode, 0, Lengths[episode], camera, all);
            for (int step = 0; step < Lengths[episode]; step++)
                Assert.All(all.AsSpan(step * Width * Height * 3, Width * Height * 3).ToArray(), v => Assert.InRange(v, Level(first + step) - tolerance, Level(first + step) + tolerance));
            data.ReadPictures(episode, Lengths[episode] - 2, 2, camera, two);
            Assert.Equal(all[^two.Length..], two);
        }
    }

    /// <summary>Adds a camera whose pictures are files within the tables.</summary>
    private void WithImages(Func<int, byte[]> file)
    {
        Feature("image");
        for (int table = 0, step = 0; table < 2; table++)
        {
            string path = sines.PathOf(Row.Replace("000.p", $"{table:D3}.p", StringComparison.Ordinal));
            WrittenColumn[] columns = Columns(path, ["episode_index", "observation.state", "action", "timestamp"], out int rows);
            Write(path, [.. columns, WrittenColumn.Files(Image, [.. Enumerable.Range(step, rows).Select(file)])]);
            step += rows;
        }
    }

    /// <summary>Adds a camera whose pictures are frames of films.</summary>
    private void WithFilms(long[] files, double[] from)
    {
        Feature("video");
        sines.Replace("meta/info.json", "\"video_path\": null", "\"video_path\": \"videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4\"");
        string path = sines.PathOf("meta/episodes/chunk-000/file-000.parquet");
        WrittenColumn[] columns = Columns(path, ["episode_index", "length", "data/chunk_index", "data/file_index", "dataset_from_index", "dataset_to_index"], out _);
        Write(path, [.. columns, WrittenColumn.Of($"videos/{Image}/chunk_index", new long[4]), WrittenColumn.Of($"videos/{Image}/file_index", files), WrittenColumn.Of($"videos/{Image}/from_timestamp", from)]);
    }

    private void Feature(string type) => sines.Replace("meta/info.json", "\"features\": {", $"\"features\": {{ \"{Image}\": {{\"dtype\": \"{type}\", \"shape\": [{Height}, {Width}, 3], \"names\": [\"height\", \"width\", \"channels\"]}},");

    private static WrittenColumn[] Columns(string path, string[] names, out int rows)
    {
        using TableFile table = TableFile.Open(path);
        NumberColumn[][] read = [.. names.Select(n => Enumerable.Range(0, table.Rows.Count).Select(g => table.Numbers(g, n)).ToArray())];
        rows = table.Rows.Sum();
        return [.. names.Zip(read, (name, groups) => groups[0].Width == 1
            ? WrittenColumn.Of(name, groups.SelectMany(g => Enumerable.Range(0, g.Rows).Select(g.Whole)).ToArray())
            : WrittenColumn.Lists(name, groups.SelectMany(g => Enumerable.Range(0, g.Rows * g.Width).Select(i => g[i / g.Width, i % g.Width])).ToArray(), groups[0].Width))];
    }

    private static void Write(string path, WrittenColumn[] columns)
    {
        using FileStream file = File.Create(path);
        TableWriter.Write(file, columns, 3);
    }

    private void Film(string name, IEnumerable<int> steps, string encoder = "mpeg4", string settings = "-g 5 -q:v 2")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(sines.PathOf(name))!);
        Run(["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{Width}x{Height}", "-r", "10", "-i", Raw(steps), "-c:v", encoder, .. settings.Split(' '), "-pix_fmt", "yuv420p", sines.PathOf(name)]);
    }

    private string Raw(IEnumerable<int> steps)
    {
        string path = sines.PathOf("frames.raw");
        File.WriteAllBytes(path, [.. steps.SelectMany(Frame)]);
        return path;
    }

    private static void Run(params string[] arguments)
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(f => Path.Combine(f, "ffmpeg")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "There is no ffmpeg on the search path.");
        using var process = Process.Start(new ProcessStartInfo(program!, ["-y", "-loglevel", "error", "-nostdin", .. arguments])
        {
            RedirectStandardError = true,
        })!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.SkipWhen(said.Contains("Unknown encoder", StringComparison.Ordinal), said);
        Assert.True(process.ExitCode == 0, said);
    }
}
