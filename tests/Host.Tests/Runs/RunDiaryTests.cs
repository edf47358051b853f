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
        second.Took(new StageCost("train", 1, 0.5), new Dictionary<string, string> { ["engine"] = "1.2" });
        second.Took(new StageCost("refine", 3, 1), new Dictionary<string, string>());
        second.Took(new StageCost("train", 2, 0.75), new Dictionary<string, string>());
        second.End("finished", whole: true);
        RunManifest read = RunFiles.ReadJson<RunManifest>(folder.Manifest)!;
        Assert.Equal(["cancelled", "finished"], read.Sessions.Select(s => s.Outcome));
        Assert.All(read.Sessions, s => Assert.True(s.Ended > s.Started));
        Assert.Equal("f2", Assert.Single(read.Data).Fingerprint);
        Assert.NotNull(read.Finished);
        Assert.Contains("diffog", read.Versions.Keys);
        Assert.Equal("1.2", read.Versions["engine"]);
        Assert.Equal([new StageCost("refine", 3, 1), new StageCost("train", 2, 0.75)], read.Stages);
        Assert.Equal("All stages: 5.0 s (refine 3.0 s, train 2.0 s); largest memory 1.00 GiB.", new RunCost(read.Stages).Sentence);
        Assert.True(read.Machine.Cores > 0 && read.Machine.MemoryGigabytes > 0);
    }
}
