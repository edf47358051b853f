using DiffOG.Composition;
using DiffOG.Datasets;
using DiffOG.Datasets.Zarr;
using DiffOG.Simulation.MuJoCo.Tasks.PushT;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.PushT;

/// <summary>One recorded step: the state, and the target that was commanded in it.</summary>
internal readonly record struct RecordedStep(PlanarPoint Tip, PlanarPose Block, PlanarPoint Target);

/// <summary>Human demonstrations of the diffusion policy project (MIT licence): four of them, and all where DIFFOG_PUSHT names the data set.</summary>
internal static class HumanEpisodes
{
    internal static List<RecordedStep[]> Few() => Read(Path.Combine(AppContext.BaseDirectory, "PushT", "Fixtures", "pusht-episodes-0-3.zarr"));

    internal static List<RecordedStep[]> All()
    {
        string? path = Environment.GetEnvironmentVariable("DIFFOG_PUSHT");
        Assert.SkipWhen(string.IsNullOrEmpty(path), "DIFFOG_PUSHT does not name pusht_cchi_v7_replay.zarr.");
        return Read(path!);
    }

    private static List<RecordedStep[]> Read(string path)
    {
        var options = new ZarrOptions { Path = path, Observations = [new ZarrObservation { Name = "state", Key = "state" }] };
        using IDemonstrationDataset data = new ZarrPlugin().Create(options, new PluginContext());
        return [.. data.Spec.EpisodeLengths.Select((length, episode) => Steps(data.Read(episode, 0, length)))];
    }

    private static RecordedStep[] Steps(EpisodeWindow window) => [.. window.Observations.Chunk(5).Zip(window.Actions.Chunk(2), (s, a) =>
        new RecordedStep(new PlanarPoint(s[0], s[1]), new PlanarPose(new PlanarPoint(s[2], s[3]), s[4]), new PlanarPoint(a[0], a[1])))];
}
