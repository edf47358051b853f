using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Datasets.Episodes.Tests;

public sealed class EpisodesPicturesTests : IDisposable
{
    private static readonly CameraSpec Front = new("front", 5, 4);
    private static readonly CameraSpec Wrist = new("wrist", 3, 2);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Pictures_are_read_back_by_windows_in_another_process()
    {
        using (IEpisodeSink data = New())
        {
            data.Append(Episode(6, 1), EpisodesTests.Seed("0"));
            data.Append(Episode(4, 2), EpisodesTests.Seed("1"));
        }
        using IEpisodeSink read = Known();
        Assert.Equal([Front, Wrist], read.Spec.Observations.Cameras);
        byte[] window = new byte[3 * Wrist.Bytes];
        read.ReadPictures(0, 2, 3, "wrist", window);
        Assert.Equal(Pictures(Wrist, 6, 1)[(2 * Wrist.Bytes)..(5 * Wrist.Bytes)], window);
        byte[] whole = new byte[4 * Front.Bytes];
        read.ReadPictures(1, 0, 4, "front", whole);
        Assert.Equal(Pictures(Front, 4, 2), whole);
    }

    [Fact]
    public void A_dataset_without_cameras_is_written_as_it_always_was()
    {
        using IEpisodeSink data = new EpisodesPlugin().Create(new EpisodesOptions { Path = folder["plain"] }, EpisodesTests.Context());
        data.Append(EpisodesTests.Episode(5, 1), EpisodesTests.Seed("0"));
        Assert.DoesNotContain("cameras", System.IO.File.ReadAllText(Path.Combine(folder["plain"], "dataset.json")), StringComparison.Ordinal);
        Assert.Equal("5a9f1a59116cf89d62db12cae3b46ffda135e6d9be504f09379dc0057ceff381", data.Fingerprint);
        Assert.Throws<ArgumentException>(() => data.ReadPictures(0, 0, 1, "front", new byte[Front.Bytes]));
    }

    [Theory]
    [InlineData("front", -1, 1, 60, typeof(ArgumentOutOfRangeException))]
    [InlineData("front", 4, 2, 120, typeof(ArgumentOutOfRangeException))]
    [InlineData("front", 0, 1, 59, typeof(ArgumentException))]
    [InlineData("front", 0, 2, 60, typeof(ArgumentException))]
    [InlineData("side", 0, 1, 60, typeof(ArgumentException))]
    public void A_window_a_camera_or_a_memory_that_does_not_fit_is_refused(string camera, int start, int count, int room, Type expected)
    {
        using IEpisodeSink data = New();
        data.Append(Episode(5, 1), EpisodesTests.Seed("0"));
        Assert.Throws(expected, () => data.ReadPictures(0, start, count, camera, new byte[room]));
    }

    [Fact]
    public void An_episode_whose_pictures_do_not_fit_is_refused_and_nothing_is_written()
    {
        using IEpisodeSink data = New();
        EpisodeWindow whole = Episode(3, 0);
        Assert.Throws<ArgumentException>(() => data.Append(EpisodesTests.Episode(3, 0), EpisodesTests.Seed("0")));
        Assert.Throws<ArgumentException>(() => data.Append(whole with { Pictures = With(whole, "wrist", new byte[(3 * Wrist.Bytes) - 1]) }, EpisodesTests.Seed("0")));
        Assert.Throws<ArgumentException>(() => data.Append(whole with { Pictures = With(whole, "side", []) }, EpisodesTests.Seed("0")));
        Assert.Equal(["dataset.json"], Directory.GetFiles(folder["data"]).Select(Path.GetFileName));
    }

    [Fact]
    public void The_fingerprint_covers_every_camera()
    {
        using IEpisodeSink one = New("one"), two = New("two"), three = New("three");
        EpisodeWindow episode = Episode(3, 0);
        one.Append(episode, EpisodesTests.Seed("0"));
        two.Append(episode, EpisodesTests.Seed("0"));
        Assert.Equal(one.Fingerprint, two.Fingerprint);
        byte[] other = [.. episode.Pictures["wrist"]];
        other[^1] ^= 1;
        three.Append(episode with { Pictures = With(episode, "wrist", other) }, EpisodesTests.Seed("0"));
        Assert.NotEqual(one.Fingerprint, three.Fingerprint);
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused_when_the_dataset_is_opened()
    {
        Fill();
        byte[] whole = System.IO.File.ReadAllBytes(File(1));
        for (int length = 0; length < whole.Length; length += 19)
        {
            System.IO.File.WriteAllBytes(File(1), whole[..length]);
            DiffOGException error = Assert.Throws<DiffOGException>(Known);
            Assert.Equal("DOG1453", error.Id);
            Assert.Contains(File(1), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Whatever_byte_of_a_file_changes_reading_gives_the_same_or_an_error()
    {
        Fill();
        byte[] whole = System.IO.File.ReadAllBytes(File(1));
        for (int place = 0; place < whole.Length; place += 3)
        {
            byte[] changed = [.. whole];
            changed[place] ^= (byte)(1 << (place % 8));
            System.IO.File.WriteAllBytes(File(1), changed);
            if (Record.Exception(ReadAll) is { } failure)
                Assert.Equal("DOG1453", Assert.IsType<DiffOGException>(failure).Id);
        }
    }

    [Fact]
    public void A_changed_picture_is_noticed_when_the_pictures_of_the_episode_are_read()
    {
        Fill();
        byte[] whole = System.IO.File.ReadAllBytes(File(1));
        whole[^1] ^= 1;
        System.IO.File.WriteAllBytes(File(1), whole);
        DiffOGException error = Assert.Throws<DiffOGException>(ReadAll);
        Assert.Contains("its pictures of 'wrist' are not those that were written (the hash differs)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_of_another_size_are_refused_with_both_sizes()
    {
        Fill();
        EpisodeWindow numbers = EpisodesTests.Episode(1, 0);
        SafetensorsWriter.Write(File(1), new Dictionary<string, SafetensorsArray>
        {
            ["actions"] = SafetensorsArray.Of(numbers.Actions, 1, 2),
            ["observations.eef_pos"] = SafetensorsArray.Of(numbers.Observations[..2], 1, 2),
            ["observations.gap"] = SafetensorsArray.Of(numbers.Observations[2..], 1, 1),
            ["pictures.front"] = SafetensorsArray.Of(new byte[60], 1, 5, 4, 3),
            ["pictures.wrist"] = SafetensorsArray.Of(new byte[18], 1, 2, 3, 3),
        });
        DiffOGException error = Assert.Throws<DiffOGException>(Known);
        Assert.Contains("'pictures.front' is U8 [1, 5, 4, 3], dataset.json asks for U8 [1, 4, 5, 3]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_episode_that_another_program_wrote_without_hashes_has_the_same_fingerprint()
    {
        using IEpisodeSink same = New("same");
        EpisodeWindow episode = Episode(1, 5);
        same.Append(episode, EpisodesTests.Seed("0"));
        New().Dispose();
        SafetensorsWriter.Write(File(0), new Dictionary<string, SafetensorsArray>
        {
            ["actions"] = SafetensorsArray.Of(episode.Actions, 1, 2),
            ["observations.eef_pos"] = SafetensorsArray.Of(episode.Observations[..2], 1, 2),
            ["observations.gap"] = SafetensorsArray.Of(episode.Observations[2..], 1, 1),
            ["pictures.front"] = SafetensorsArray.Of(episode.Pictures["front"], 1, 4, 5, 3),
            ["pictures.wrist"] = SafetensorsArray.Of(episode.Pictures["wrist"], 1, 2, 3, 3),
        });
        using IEpisodeSink data = Known();
        Assert.Equal(same.Fingerprint, data.Fingerprint);
    }

    [Theory]
    [InlineData(0, 84, "the pictures of camera 'front' have 0 x 84 pixels; each side has 1 to 16384")]
    [InlineData(84, 20_000, "the pictures of camera 'front' have 84 x 20000 pixels; each side has 1 to 16384")]
    public void A_description_with_impossible_cameras_is_refused(int width, int height, string expected)
    {
        New().Dispose();
        string path = Path.Combine(folder["data"], "dataset.json");
        System.IO.File.WriteAllText(path, System.IO.File.ReadAllText(path)
            .Replace("\"width\": 5", $"\"width\": {width}", StringComparison.Ordinal).Replace("\"height\": 4", $"\"height\": {height}", StringComparison.Ordinal));
        DiffOGException error = Assert.Throws<DiffOGException>(Known);
        Assert.Equal("DOG1451", error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_cameras_than_the_host_wants_are_a_dataset_of_something_else()
    {
        New().Dispose();
        PluginContext other = Context(new CameraSpec("front", 84, 84));
        DiffOGException error = Assert.Throws<DiffOGException>(() => new EpisodesPlugin().Create(new EpisodesOptions { Path = folder["data"] }, other));
        Assert.Equal("DOG1454", error.Id);
        Assert.Contains("cameras: found [front[5x4], wrist[3x2]], wanted [front[84x84]]", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Pictures(CameraSpec camera, int steps, int offset) => [.. Enumerable.Range(0, steps * camera.Bytes).Select(i => (byte)((i * 31) + (offset * 7)))];

    private static EpisodeWindow Episode(int steps, int offset) => EpisodesTests.Episode(steps, offset) with
    {
        Pictures = new Dictionary<string, byte[]> { ["front"] = Pictures(Front, steps, offset), ["wrist"] = Pictures(Wrist, steps, offset) },
    };

    private static Dictionary<string, byte[]> With(EpisodeWindow episode, string camera, byte[] pictures) => new(episode.Pictures) { [camera] = pictures };

    private static PluginContext Context(params CameraSpec[] cameras) => new()
    {
        Observations = EpisodesTests.Context().Observations! with { Cameras = cameras },
        Action = EpisodesTests.Context().Action,
        StepDuration = EpisodesTests.Context().StepDuration,
    };

    private void Fill()
    {
        using IEpisodeSink data = New();
        for (int i = 0; i < 2; i++)
            data.Append(Episode(3, i), EpisodesTests.Seed("0"));
    }

    private void ReadAll()
    {
        using IEpisodeSink data = Known();
        int length = data.Spec.EpisodeLengths[1];
        EpisodeWindow numbers = data.Read(1, 0, length);
        Assert.Equal(EpisodesTests.Episode(3, 1).Actions, numbers.Actions);
        foreach (CameraSpec camera in data.Spec.Observations.Cameras)
        {
            byte[] pictures = new byte[length * camera.Bytes];
            data.ReadPictures(1, 0, length, camera.Name, pictures);
            Assert.Equal(Pictures(camera, 3, 1), pictures);
        }
    }

    private string File(int episode) => Path.Combine(folder["data"], $"episode-{episode:D6}.safetensors");

    private IEpisodeSink New(string name = "data") => new EpisodesPlugin().Create(new EpisodesOptions { Path = folder[name] }, Context(Front, Wrist));

    private IEpisodeSink Known() => new EpisodesPlugin().Create(new EpisodesOptions { Path = folder["data"] }, new PluginContext());
}
