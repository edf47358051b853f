using DiffOG.Datasets;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Testing.Contracts;

/// <summary>What every dataset must do.</summary>
public abstract class DatasetContract
{
    /// <summary>Opens the dataset under test: the same content at every call, at least two episodes.</summary>
    protected abstract IDemonstrationDataset Open();

    /// <summary>The spec is sound.</summary>
    [Fact]
    public void The_spec_is_sound()
    {
        using IDemonstrationDataset dataset = Open();
        Assert.True(dataset.Spec.EpisodeLengths.Count >= 2, "The test needs at least two episodes.");
        Assert.All(dataset.Spec.EpisodeLengths, length => Assert.True(length >= 1));
        Assert.True(dataset.Spec.Rate > 0);
        Assert.Equal(dataset.Spec.EpisodeLengths.Sum(), dataset.Spec.Steps);
    }

    /// <summary>A window is the same part of the whole episode.</summary>
    [Fact]
    public void A_window_is_a_part_of_its_episode()
    {
        using IDemonstrationDataset dataset = Open();
        (int o, int d) = (dataset.Spec.Observations.Size, dataset.Spec.Action.Size);
        for (int episode = 0; episode < 2; episode++)
        {
            int length = dataset.Spec.EpisodeLengths[episode];
            EpisodeWindow whole = dataset.Read(episode, 0, length);
            Assert.Equal((length * o, length * d), (whole.Observations.Length, whole.Actions.Length));
            int start = length / 3, count = Math.Max(1, length / 2);
            EpisodeWindow window = dataset.Read(episode, start, count);
            Assert.Equal(whole.Observations[(start * o)..((start + count) * o)], window.Observations);
            Assert.Equal(whole.Actions[(start * d)..((start + count) * d)], window.Actions);
        }
    }

    /// <summary>Windows that leave the episode are refused.</summary>
    [Fact]
    public void A_window_outside_its_episode_is_refused()
    {
        using IDemonstrationDataset dataset = Open();
        int length = dataset.Spec.EpisodeLengths[0];
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Read(0, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Read(0, length - 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Read(dataset.Spec.EpisodeLengths.Count, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Read(-1, 0, 1));
    }

    /// <summary>Pictures of a window are the same part of the whole episode's; only of cameras that are there, into memory of the right length.</summary>
    [Fact]
    public void Pictures_of_a_window_are_a_part_of_the_episodes()
    {
        using IDemonstrationDataset dataset = Open();
        int length = dataset.Spec.EpisodeLengths[1], start = length / 3, count = Math.Max(1, length / 2);
        foreach (CameraSpec camera in dataset.Spec.Observations.Cameras)
        {
            byte[] whole = new byte[length * camera.Bytes], window = new byte[count * camera.Bytes];
            dataset.ReadPictures(1, 0, length, camera.Name, whole);
            dataset.ReadPictures(1, start, count, camera.Name, window);
            Assert.Equal(whole[(start * camera.Bytes)..((start + count) * camera.Bytes)], window);
            Assert.Throws<ArgumentOutOfRangeException>(() => dataset.ReadPictures(1, length - 1, 2, camera.Name, new byte[2 * camera.Bytes]));
            Assert.Throws<ArgumentException>(() => dataset.ReadPictures(1, 0, 1, camera.Name, new byte[camera.Bytes - 1]));
        }
        Assert.Throws<ArgumentException>(() => dataset.ReadPictures(1, 0, 1, "no such camera", new byte[1]));
    }

    /// <summary>The fingerprint follows from the content.</summary>
    [Fact]
    public void Equal_content_has_an_equal_fingerprint()
    {
        using IDemonstrationDataset first = Open();
        using IDemonstrationDataset second = Open();
        Assert.NotEmpty(first.Fingerprint);
        Assert.Equal(first.Fingerprint, second.Fingerprint);
    }

    /// <summary>Several threads may read at once.</summary>
    [Fact]
    public void Threads_read_the_same_values()
    {
        using IDemonstrationDataset dataset = Open();
        double[] expected = dataset.Read(1, 0, dataset.Spec.EpisodeLengths[1]).Actions;
        double[][] read = [.. Enumerable.Range(0, 32).AsParallel().Select(_ => dataset.Read(1, 0, dataset.Spec.EpisodeLengths[1]).Actions)];
        Assert.All(read, actions => Assert.Equal(expected, actions));
    }
}

/// <summary>What every dataset that grows must do besides.</summary>
public abstract class EpisodeSinkContract : DatasetContract
{
    /// <summary>An appended episode is there at once, and after opening again.</summary>
    [Fact]
    public void An_appended_episode_is_there_now_and_after_reopening()
    {
        using var sink = (IEpisodeSink)Open();
        (int count, string before) = (sink.Spec.EpisodeLengths.Count, sink.Fingerprint);
        var episode = new EpisodeWindow(RandomValues.Normal(3 * sink.Spec.Observations.Size, 1), RandomValues.Normal(3 * sink.Spec.Action.Size, 2))
        {
            Pictures = sink.Spec.Observations.Cameras.ToDictionary(c => c.Name, c => Enumerable.Range(0, 3 * c.Bytes).Select(i => (byte)(i * 7)).ToArray()),
        };
        sink.Append(episode, new Dictionary<string, string> { ["seed"] = "1" });
        Assert.Equal(count + 1, sink.Spec.EpisodeLengths.Count);
        Assert.NotEqual(before, sink.Fingerprint);
        Assert.Equal(episode.Actions, sink.Read(count, 0, 3).Actions);
        using IDemonstrationDataset again = Open();
        Assert.Equal(episode.Observations, again.Read(count, 0, 3).Observations);
        foreach (CameraSpec camera in sink.Spec.Observations.Cameras)
        {
            byte[] read = new byte[3 * camera.Bytes];
            again.ReadPictures(count, 0, 3, camera.Name, read);
            Assert.Equal(episode.Pictures[camera.Name], read);
        }
    }
}
