using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Learning.Tests;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Datasets.Episodes.Tests;

public sealed class EpisodesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_appended_is_read_back_to_the_bit_by_another_process()
    {
        using IEpisodeSink written = New();
        written.Append(Episode(5, 1), Seed("7"));
        written.Append(Episode(3, 2), Seed("8"));
        using IEpisodeSink read = Known();
        Assert.Equal([5, 3], read.Spec.EpisodeLengths);
        Assert.Equal(Context().Observations!.Entries, read.Spec.Observations.Entries);
        Assert.Equal(Context().Action!.Dimensions, read.Spec.Action.Dimensions);
        Assert.Equal(ActionMode.Absolute, read.Spec.Action.Mode);
        Assert.Equal(20, read.Spec.Rate, 1e-12);
        EpisodeWindow whole = read.Read(0, 0, 5);
        Assert.Equal(Episode(5, 1).Observations, whole.Observations);
        Assert.Equal(Episode(5, 1).Actions, whole.Actions);
        Assert.Equal("8", read.AttributesOf(1)["seed"]);
        Assert.Single(read.AttributesOf(1));
    }

    [Fact]
    public void A_window_is_the_same_steps_of_the_whole()
    {
        using IEpisodeSink data = New();
        data.Append(Episode(9, 1), Seed("0"));
        EpisodeWindow window = data.Read(0, 4, 3);
        Assert.Equal(Episode(9, 1).Observations[12..21], window.Observations);
        Assert.Equal(Episode(9, 1).Actions[8..14], window.Actions);
    }

    [Theory]
    [InlineData(0, -1, 1)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 3, 3)]
    [InlineData(0, int.MaxValue, 2)]
    [InlineData(1, 0, 1)]
    [InlineData(-1, 0, 1)]
    public void A_window_outside_the_episode_is_refused(int episode, int start, int count)
    {
        using IEpisodeSink data = New();
        data.Append(Episode(5, 1), Seed("0"));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Read(episode, start, count));
    }

    [Fact]
    public void Equal_content_has_an_equal_fingerprint_and_every_change_another()
    {
        using IEpisodeSink one = New("one");
        using IEpisodeSink two = New("two");
        HashSet<string> seen = [one.Fingerprint];
        Assert.Equal(one.Fingerprint, two.Fingerprint);
        one.Append(Episode(5, 1), Seed("0"));
        two.Append(Episode(5, 1), Seed("0"));
        Assert.Equal(one.Fingerprint, two.Fingerprint);
        Assert.True(seen.Add(one.Fingerprint));
        one.Append(Episode(5, 1), Seed("0"));
        two.Append(Episode(5, 2), Seed("0"));
        Assert.True(seen.Add(one.Fingerprint));
        Assert.True(seen.Add(two.Fingerprint));
    }

    [Fact]
    public void Threads_read_and_append_at_the_same_time()
    {
        using IEpisodeSink data = New();
        data.Append(Episode(20, 0), Seed("0"));
        Parallel.For(1, 60, i =>
        {
            if (i % 3 == 0)
                data.Append(Episode(4, i), Seed("1"));
            else
                Assert.Equal(Episode(20, 0).Actions[(i / 4 * 2)..((i / 4 * 2) + 8)], data.Read(0, i / 4, 4).Actions);
        });
        Assert.Equal(20, data.Spec.EpisodeLengths.Count);
    }

    [Fact]
    public void An_append_that_was_killed_leaves_the_rest_as_it_was_and_is_tidied_by_the_next()
    {
        using (IEpisodeSink data = New())
            data.Append(Episode(5, 1), Seed("0"));
        string leftover = Path.Combine(folder["data"], "episode-000001.safetensors.tmp");
        File.WriteAllBytes(leftover, [1, 2, 3]);
        using IEpisodeSink again = Known();
        Assert.Equal([5], again.Spec.EpisodeLengths);
        again.Append(Episode(4, 2), Seed("1"));
        Assert.False(File.Exists(leftover));
        using IEpisodeSink third = Known();
        Assert.Equal(Episode(4, 2).Actions, third.Read(1, 0, 4).Actions);
    }

    [Fact]
    public void An_episode_that_does_not_fit_is_refused_and_nothing_is_written()
    {
        using IEpisodeSink data = New();
        Assert.Throws<ArgumentException>(() => data.Append(new EpisodeWindow(new double[6], new double[6]), Seed("0")));
        Assert.Throws<ArgumentException>(() => data.Append(new EpisodeWindow([], []), Seed("0")));
        Assert.Throws<ArgumentException>(() => data.Append(new EpisodeWindow([0, 0, double.NaN], new double[2]), Seed("0")));
        Assert.Throws<ArgumentException>(() => data.Append(Episode(2, 0), new Dictionary<string, string> { ["diffog.x"] = "" }));
        Assert.Equal(["dataset.json"], Directory.GetFiles(folder["data"]).Select(Path.GetFileName));
    }

    [Fact]
    public void A_second_writer_is_noticed()
    {
        using IEpisodeSink one = New();
        using IEpisodeSink two = Known();
        one.Append(Episode(5, 1), Seed("0"));
        Assert.Equal("DOG1455", Assert.Throws<DiffOGException>(() => two.Append(Episode(5, 2), Seed("0"))).Id);
        Assert.Equal(Episode(5, 1).Actions, one.Read(0, 0, 5).Actions);
    }

    [Fact]
    public void The_plugin_announces_what_it_makes()
    {
        var plugin = new EpisodesPlugin();
        Assert.Equal(PluginKind.Dataset, PluginKinds.KindOf(plugin.Contract));
        Assert.Equal(typeof(EpisodesOptions), plugin.Options);
    }

    internal static EpisodeWindow Episode(int steps, int offset) => new(
        [.. Enumerable.Range(0, steps * 3).Select(i => Math.Sin(i + offset) * 1e-3)], [.. Enumerable.Range(0, steps * 2).Select(i => (double)i + (offset * 0.1))]);

    internal static Dictionary<string, string> Seed(string seed) => new() { ["seed"] = seed };

    internal static PluginContext Context() => new()
    {
        Observations = new ObservationSpec([new("eef_pos", 2, "m"), new("gap", 1, "m")]),
        Action = new ActionSpec(ActionMode.Absolute, [new("x", ActionGroup.Translation, "m", -1, 1), new("y", ActionGroup.Joint, "rad", double.NegativeInfinity, double.PositiveInfinity)]),
        StepDuration = 0.05,
    };

    private IEpisodeSink New(string name = "data") => new EpisodesPlugin().Create(new EpisodesOptions { Path = folder[name] }, Context());

    private IEpisodeSink Known() => new EpisodesPlugin().Create(new EpisodesOptions { Path = folder["data"] }, new PluginContext());
}
