using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Datasets.Episodes.Tests;

public sealed class EpisodesCorruptionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public EpisodesCorruptionTests()
    {
        using IEpisodeSink data = Open(EpisodesTests.Context());
        for (int i = 0; i < 3; i++)
            data.Append(EpisodesTests.Episode(6, i), EpisodesTests.Seed("0"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_without_a_dataset_is_named()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(
            () => new EpisodesPlugin().Create(new EpisodesOptions { Path = "nowhere" }, new PluginContext { BaseFolder = folder["data"] }));
        Assert.Equal($"DOG1450: '{Path.Combine(folder["data"], "nowhere")}' holds no dataset: there is no dataset.json in it. Check the path, or collect demonstrations into it first.", error.Message);
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("null", "it is null")]
    [InlineData("{}", "missing required properties")]
    [InlineData("""{"format":"other","formatVersion":1,"rate":20,"observations":[{"name":"a","size":1,"unit":"1"}],"action":{"mode":"relative","dimensions":[{"name":"x","group":"joint","unit":"1","minimum":-1,"maximum":1}]}}""", "its format is 'other', not 'diffog-episodes'")]
    [InlineData("""{"format":"diffog-episodes","formatVersion":2,"rate":20,"observations":[{"name":"a","size":1,"unit":"1"}],"action":{"mode":"relative","dimensions":[{"name":"x","group":"joint","unit":"1","minimum":-1,"maximum":1}]}}""", "its formatVersion is 2")]
    [InlineData("""{"format":"diffog-episodes","formatVersion":1,"rate":-1,"observations":[{"name":"a","size":1,"unit":"1"}],"action":{"mode":"relative","dimensions":[{"name":"x","group":"joint","unit":"1","minimum":-1,"maximum":1}]}}""", "its rate is -1 Hz")]
    [InlineData("""{"format":"diffog-episodes","formatVersion":1,"rate":20,"observations":[{"name":"a","size":0,"unit":"1"}],"action":{"mode":"relative","dimensions":[{"name":"x","group":"joint","unit":"1","minimum":-1,"maximum":1}]}}""", "observation 'a' has the size 0")]
    [InlineData("""{"format":"diffog-episodes","formatVersion":1,"rate":20,"observations":[],"action":{"mode":"relative","dimensions":[]}}""", "at least one observation")]
    public void A_description_that_is_none_is_refused_with_what_is_wrong(string json, string expected)
    {
        System.IO.File.WriteAllText(Path.Combine(folder["data"], "dataset.json"), json);
        DiffOGException error = Assert.Throws<DiffOGException>(() => Open(new PluginContext()));
        Assert.Equal("DOG1451", error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder["data"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_in_the_numbering_names_the_missing_file()
    {
        System.IO.File.Delete(File(1));
        DiffOGException error = Assert.Throws<DiffOGException>(() => Open(new PluginContext()));
        Assert.Equal("DOG1452", error.Id);
        Assert.Contains($"'{File(1)}' is missing, but there is episode-000002.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused_when_the_dataset_is_opened()
    {
        byte[] whole = System.IO.File.ReadAllBytes(File(1));
        for (int length = 0; length < whole.Length; length += 17)
        {
            System.IO.File.WriteAllBytes(File(1), whole[..length]);
            DiffOGException error = Assert.Throws<DiffOGException>(() => Open(new PluginContext()));
            Assert.Equal("DOG1453", error.Id);
            Assert.Contains(File(1), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_changed_number_is_noticed_when_the_episode_is_read()
    {
        byte[] whole = System.IO.File.ReadAllBytes(File(1));
        whole[^1] ^= 1;
        System.IO.File.WriteAllBytes(File(1), whole);
        using IEpisodeSink data = Open(new PluginContext());
        DiffOGException error = Assert.Throws<DiffOGException>(() => data.Read(1, 0, 6));
        Assert.Equal("DOG1453", error.Id);
        Assert.Contains("the hash differs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_episode_of_another_shape_is_refused_with_both_shapes()
    {
        SafetensorsWriter.Write(File(1), new Dictionary<string, SafetensorsArray>
        {
            ["actions"] = SafetensorsArray.Of(new double[8], 4, 2),
            ["observations.eef_pos"] = SafetensorsArray.Of(new double[12], 4, 3),
            ["observations.gap"] = SafetensorsArray.Of(new double[4], 4, 1),
        });
        DiffOGException error = Assert.Throws<DiffOGException>(() => Open(new PluginContext()));
        Assert.Equal("DOG1453", error.Id);
        Assert.Contains("'observations.eef_pos' is F64 [4, 3], dataset.json asks for F64 [4, 2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_episode_without_steps_is_refused()
    {
        SafetensorsWriter.Write(File(1), new Dictionary<string, SafetensorsArray>
        {
            ["actions"] = SafetensorsArray.Of(Array.Empty<double>(), 0, 2),
            ["observations.eef_pos"] = SafetensorsArray.Of(Array.Empty<double>(), 0, 2),
            ["observations.gap"] = SafetensorsArray.Of(Array.Empty<double>(), 0, 1),
        });
        Assert.Equal("DOG1453", Assert.Throws<DiffOGException>(() => Open(new PluginContext())).Id);
    }

    [Fact]
    public void An_episode_that_another_program_wrote_without_a_hash_is_read()
    {
        SafetensorsWriter.Write(File(3), new Dictionary<string, SafetensorsArray>
        {
            ["actions"] = SafetensorsArray.Of(EpisodesTests.Episode(1, 5).Actions, 1, 2),
            ["observations.eef_pos"] = SafetensorsArray.Of(EpisodesTests.Episode(1, 5).Observations[..2], 1, 2),
            ["observations.gap"] = SafetensorsArray.Of(EpisodesTests.Episode(1, 5).Observations[2..], 1, 1),
        });
        using IEpisodeSink data = Open(new PluginContext());
        Assert.Equal(EpisodesTests.Episode(1, 5).Observations, data.Read(3, 0, 1).Observations);
        using IEpisodeSink same = new EpisodesPlugin().Create(new EpisodesOptions { Path = folder["same"] }, EpisodesTests.Context());
        for (int i = 0; i < 3; i++)
            same.Append(EpisodesTests.Episode(6, i), EpisodesTests.Seed("0"));
        same.Append(EpisodesTests.Episode(1, 5), EpisodesTests.Seed("0"));
        Assert.Equal(same.Fingerprint, data.Fingerprint);
    }

    [Fact]
    public void An_episode_that_is_deleted_while_the_dataset_is_open_is_an_error_with_its_name()
    {
        using IEpisodeSink data = Open(new PluginContext());
        System.IO.File.Delete(File(2));
        DiffOGException error = Assert.Throws<DiffOGException>(() => data.Read(2, 0, 1));
        Assert.Equal("DOG1453", error.Id);
        Assert.Contains("it is gone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dataset_of_another_task_is_refused_with_all_differences()
    {
        var other = new PluginContext
        {
            Observations = new ObservationSpec([new("eef_pos", 3, "m")]),
            Action = EpisodesTests.Context().Action! with { Mode = ActionMode.Relative },
            StepDuration = 0.1,
        };
        DiffOGException error = Assert.Throws<DiffOGException>(() => Open(other));
        Assert.Equal("DOG1454", error.Id);
        Assert.Contains("observations: found [eef_pos[2], gap[1]], wanted [eef_pos[3]]", error.Message, StringComparison.Ordinal);
        Assert.Contains("actions: found absolute [x, y], wanted relative [x, y]", error.Message, StringComparison.Ordinal);
        Assert.Contains("rate: found 20 Hz, wanted 10 Hz", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_dataset_where_no_folder_can_be_made_is_an_error_with_the_path()
    {
        string file = folder["file"];
        System.IO.File.WriteAllText(file, "");
        DiffOGException error = Assert.Throws<DiffOGException>(
            () => new EpisodesPlugin().Create(new EpisodesOptions { Path = Path.Combine(file, "data") }, EpisodesTests.Context()));
        Assert.Equal("DOG1304", error.Id);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    private string File(int episode) => Path.Combine(folder["data"], $"episode-{episode:D6}.safetensors");

    private IEpisodeSink Open(PluginContext context) => new EpisodesPlugin().Create(new EpisodesOptions { Path = folder["data"] }, context);
}
