using DiffOG.Diagnostics;
using DiffOG.Host.Runs;
using Xunit;

namespace DiffOG.Host.Tests.Runs;

public sealed class RunLocatorTests : IDisposable
{
    private const string Hash = "abcdef0123456789";
    private static readonly RunRequest WholeRun = new(null, StartNew: false, FinishedToo: false);
    private readonly Scratch scratch = new();
    private readonly TickingClock clock = new();

    private RunLocator Locator => new(scratch["runs"], clock);

    [Fact]
    public void a_new_folder_is_named_after_time_experiment_and_configuration() =>
        Assert.Equal("20300102-030406-lift-abcdef", Started("lift", Hash, finished: false));

    [Fact]
    public void the_latest_unfinished_run_of_the_same_configuration_is_continued()
    {
        Started("lift", Hash, finished: false);
        string latest = Started("lift", Hash, finished: false);
        Started("lift", Hash, finished: true);
        Started("lift", "fedcba9876543210", finished: false);
        using RunFolder found = Locator.Locate("lift", Hash, WholeRun).Folder;
        Assert.Equal(latest, found.Name);
    }

    [Fact]
    public void a_finished_run_is_continued_only_for_a_single_stage()
    {
        string finished = Started("lift", Hash, finished: true);
        using (RunFolder found = Locator.Locate("lift", Hash, WholeRun with { FinishedToo = true }).Folder)
            Assert.Equal(finished, found.Name);
        using RunFolder other = Locator.Locate("lift", Hash, WholeRun).Folder;
        Assert.NotEqual(finished, other.Name);
    }

    [Fact]
    public void a_new_run_is_started_where_it_is_asked_for()
    {
        string earlier = Started("lift", Hash, finished: false);
        LocatedRun found = Locator.Locate("lift", Hash, WholeRun with { StartNew = true });
        using RunFolder folder = found.Folder;
        Assert.NotEqual(earlier, folder.Name);
        Assert.Null(found.Manifest);
    }

    [Fact]
    public void a_folder_of_another_experiment_is_refused_and_left_as_it_is()
    {
        string path = Path.Combine(scratch["runs"], Started("lift", Hash, finished: false));
        File.Delete(Path.Combine(path, RunLock.FileName));
        DiffOGException refused = Assert.Throws<DiffOGException>(() => Locator.Locate("push", Hash, WholeRun with { Folder = path }));
        Assert.Equal("DOG1503", refused.Id);
        Assert.Contains("'lift'", refused.Message);
        Assert.Equal(["manifest.json"], Directory.EnumerateFiles(path).Select(Path.GetFileName));
    }

    [Fact]
    public void a_damaged_run_beside_it_does_not_stop_a_run()
    {
        Directory.CreateDirectory(scratch["runs/broken"]);
        File.WriteAllText(scratch["runs/broken/manifest.json"], "{");
        Locator.Locate("lift", Hash, WholeRun).Folder.Dispose();
        Assert.Equal("DOG1507", Assert.Throws<DiffOGException>(() => Locator.Locate("lift", Hash, WholeRun with { Folder = scratch["runs/broken"] })).Id);
    }

    [Fact]
    public void a_run_of_a_newer_release_is_left_as_it_is()
    {
        string name = Started("lift", Hash, finished: false);
        string manifest = scratch[$"runs/{name}/manifest.json"];
        string newer = File.ReadAllText(manifest).Replace("\"formatVersion\": 1", "\"formatVersion\": 2", StringComparison.Ordinal);
        File.WriteAllText(manifest, newer);
        Assert.Equal("DOG1508", Assert.Throws<DiffOGException>(() => Locator.Locate("lift", Hash, WholeRun with { Folder = scratch[$"runs/{name}"] })).Id);
        using RunFolder other = Locator.Locate("lift", Hash, WholeRun).Folder;
        Assert.NotEqual(name, other.Name);
        Assert.Equal(newer, File.ReadAllText(manifest));
    }

    public void Dispose() => scratch.Dispose();

    private string Started(string experiment, string hash, bool finished)
    {
        LocatedRun run = Locator.Locate(experiment, hash, new RunRequest(null, StartNew: true, FinishedToo: false));
        using RunFolder folder = run.Folder;
        var wanted = new RunManifest
        {
            Experiment = experiment,
            ConfigurationHash = hash,
            BaseFolder = "/",
            Seeds = new RunSeeds(1, 2, 3),
            Versions = Surroundings.Versions(),
            Machine = Surroundings.Machine(),
        };
        RunDiary.Begin(folder, wanted, null, clock).End("finished", finished);
        return folder.Name;
    }
}
