using DiffOG.Composition;
using Xunit;

namespace DiffOG.Datasets.Zarr.Tests;

/// <summary>
/// The human Push-T demonstrations of the diffusion policy project (MIT licence): the first chunk of three arrays and the
/// episodes' ends as they were written; all of it where DIFFOG_PUSHT names pusht_cchi_v7_replay.zarr.
/// </summary>
public sealed class PushTDataTests
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    [Fact]
    public void Keypoints_and_block_pose_of_the_real_file_describe_the_same_rigid_body()
    {
        using IDemonstrationDataset data = PushT(Path.Combine(Fixtures, "pusht-first-chunk.zarr"));
        Assert.Equal(161, data.Spec.Steps);
        RequireRigid(data);
    }

    [Fact]
    public void The_real_episode_ends_were_really_bit_shuffled_and_rise()
    {
        byte[] container = File.ReadAllBytes(Path.Combine(Fixtures, "episode_ends.blosc"));
        Assert.Equal(0x94, container[2]);
        using StoreWriter store = new StoreWriter().Ramp("data/action", 25650, 1).Metadata("meta/episode_ends", "<i8", [206], [208], new { id = "blosc" }).Chunk("meta/episode_ends/0", container);
        using IDemonstrationDataset data = Demo.Open(store.Root, null, new ZarrObservation { Name = "a", Key = "action" });
        Assert.Equal((206, 25650L, 49, 246), (data.Spec.EpisodeLengths.Count, data.Spec.Steps, data.Spec.EpisodeLengths.Min(), data.Spec.EpisodeLengths.Max()));
    }

    [Fact]
    public void The_whole_data_set_is_read()
    {
        string? path = Environment.GetEnvironmentVariable("DIFFOG_PUSHT");
        Assert.SkipWhen(string.IsNullOrEmpty(path), "DIFFOG_PUSHT does not name pusht_cchi_v7_replay.zarr.");
        using IDemonstrationDataset data = PushT(path!);
        Assert.Equal((206, 25650L), (data.Spec.EpisodeLengths.Count, data.Spec.Steps));
        Assert.Equal((12, 511, 25, 511), (data.Spec.Action.Dimensions[0].Minimum, data.Spec.Action.Dimensions[0].Maximum, data.Spec.Action.Dimensions[1].Minimum, data.Spec.Action.Dimensions[1].Maximum));
        RequireRigid(data);
    }

    private static IDemonstrationDataset PushT(string path) => Demo.Open(
        path, null, new ZarrObservation { Name = "keypoints", Key = "keypoint", Unit = "px" }, new ZarrObservation { Name = "state", Key = "state" });

    /// <summary>
    /// The keypoints were recorded one physics step after the pose, so they agree to single precision where nothing pushes
    /// the block (most steps), and to a few pixels where something does.
    /// </summary>
    private static void RequireRigid(IDemonstrationDataset data)
    {
        List<double[]> local = [];
        for (int episode = 0; episode < data.Spec.EpisodeLengths.Count; episode++)
            local.AddRange(data.Read(episode, 0, data.Spec.EpisodeLengths[episode]).Observations.Chunk(23).Select(InBodyFrame));
        double[] off = [.. local.Select(points => points.Zip(local[0]).Max(p => Math.Abs(p.First - p.Second))).Order()];
        Assert.True(off[off.Length / 2] < 1e-4, $"keypoints move by {off[off.Length / 2]} px in the body's frame");
        Assert.True(off[^1] < 3, $"keypoints move by {off[^1]} px in the body's frame");
    }

    private static double[] InBodyFrame(double[] row)
    {
        (double sine, double cosine) = Math.SinCos(row[22]);
        return [.. Enumerable.Range(0, 9).Select(k => (X: row[2 * k] - row[20], Y: row[(2 * k) + 1] - row[21]))
            .SelectMany(p => new[] { (cosine * p.X) + (sine * p.Y), (cosine * p.Y) - (sine * p.X) })];
    }
}
