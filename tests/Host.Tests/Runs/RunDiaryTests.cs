using DiffOG.Host.Runs;
using Xunit;

namespace DiffOG.Host.Tests.Runs;

public sealed class RunDiaryTests
{
    [Fact]
    public void every_process_is_noted_with_its_outcome()
    {
        using var scratch = new Scratch();
        using RunFolder folder = RunFolder.Open(scratch["run"]);
        var clock = new TickingClock();
        var wanted = new RunManifest
        {
            Experiment = "lift",
            ConfigurationHash = "h",
            BaseFolder = "/",
            Seeds = new RunSeeds(1, 2, 3),
            Versions = new Dictionary<string, string>(),
            Machine = Surroundings.Machine(),
        };
        RunDiary.Begin(folder, wanted, null, clock).EndQuietly("cancelled");
        RunDiary second = RunDiary.Begin(folder, wanted, RunFiles.ReadJson<RunManifest>(folder.Manifest), clock);
        second.Use(new DataDescription("demos", "f1", 3, 30));
        second.Use(new DataDescription("demos", "f2", 4, 40));
        second.End("finished", whole: true);
        RunManifest read = RunFiles.ReadJson<RunManifest>(folder.Manifest)!;
        Assert.Equal(["cancelled", "finished"], read.Sessions.Select(s => s.Outcome));
        Assert.All(read.Sessions, s => Assert.True(s.Ended > s.Started));
        Assert.Equal("f2", Assert.Single(read.Data).Fingerprint);
        Assert.NotNull(read.Finished);
        Assert.Contains("diffog", read.Versions.Keys);
        Assert.True(read.Machine.Cores > 0 && read.Machine.MemoryGigabytes > 0);
    }
}
