using DiffOG.Composition;
using DiffOG.Specs;
using DiffOG.Testing.Contracts;
using Xunit;

namespace DiffOG.Datasets.Zarr.Tests;

public sealed class PictureTests
{
    [Theory]
    [InlineData(2, 2, 3)]
    [InlineData(5, 4, 3)]
    [InlineData(2, 4, 1)]
    public void Pictures_are_read_whatever_their_chunks(int chunkSteps, int chunkRows, int chunkColours)
    {
        using StoreWriter store = WithPictures(chunkSteps, chunkRows, chunkColours);
        using IDemonstrationDataset data = Open(store.Root);
        Assert.Equal(new CameraSpec("top", 2, 4), Assert.Single(data.Spec.Observations.Cameras));
        byte[] pictures = new byte[2 * 24];
        data.ReadPictures(1, 0, 2, "top", pictures);
        Assert.Equal(Enumerable.Range(0, 48).Select(i => Element(3 + (i / 24), i / 6 % 4, i / 3 % 2, i % 3)), pictures);
    }

    [Fact]
    public void Numbers_from_0_to_255_are_rounded_to_bytes_and_limited()
    {
        float[] values = [.. Enumerable.Range(0, 15).Select(i => i switch { 0 => -3f, 1 => 300f, 2 => 1.49f, 3 => 1.5f, 4 => float.NaN, _ => i })];
        using StoreWriter store = StoreWriter.Small().Metadata("data/img", "<f4", [5, 1, 1, 3], [5, 1, 1, 3]).Chunk("data/img/0.0.0.0", StoreWriter.Bytes(values));
        using IDemonstrationDataset data = Open(store.Root);
        byte[] pictures = new byte[9];
        data.ReadPictures(0, 0, 3, "top", pictures);
        Assert.Equal([0, 255, 1, 2, 0, 5, 6, 7, 8], pictures);
    }

    [Fact]
    public void An_array_that_holds_no_pictures_is_refused()
    {
        using StoreWriter store = StoreWriter.Small().Metadata("data/img", "|u1", [5, 3, 4, 2], [5, 3, 4, 2]);
        Demo.Fails("DOG1425", "camera 'top' wants pictures [steps, height, width, 3], and data/img is [5, 3, 4, 2]", () => Open(store.Root));
    }

    [Fact]
    public void The_agent_is_where_the_real_pictures_show_it()
    {
        string? path = Environment.GetEnvironmentVariable("DIFFOG_PUSHT");
        Assert.SkipWhen(string.IsNullOrEmpty(path), "DIFFOG_PUSHT does not name pusht_cchi_v7_replay.zarr.");
        using IDemonstrationDataset data = Open(path!, cacheMegabytes: 64);
        byte[] picture = new byte[96 * 96 * 3];
        foreach (int episode in new[] { 0, 100, 205 })
        {
            double[] agent = data.Read(episode, 20, 1).Observations;
            data.ReadPictures(episode, 20, 1, "top", picture);
            int pixel = (((int)(agent[1] * 96 / 512) * 96) + (int)(agent[0] * 96 / 512)) * 3;
            Assert.True(picture[pixel + 2] > picture[pixel] + 50, $"Episode {episode}: the pixel under the agent is {picture[pixel]}, {picture[pixel + 1]}, {picture[pixel + 2]}, not blue.");
        }
    }

    internal static StoreWriter WithPictures(int chunkSteps, int chunkRows, int chunkColours)
    {
        StoreWriter store = StoreWriter.Small().Metadata("data/img", "|u1", [5, 4, 2, 3], [chunkSteps, chunkRows, 2, chunkColours]);
        for (int t = 0; t * chunkSteps < 5; t++)
        {
            for (int y = 0; y * chunkRows < 4; y++)
            {
                for (int c = 0; c * chunkColours < 3; c++)
                    store.Chunk($"data/img/{t}.{y}.0.{c}", [.. Chunk(t * chunkSteps, chunkSteps, y * chunkRows, chunkRows, c * chunkColours, chunkColours)]);
            }
        }
        return store;
    }

    internal static IDemonstrationDataset Open(string path, int cacheMegabytes = 256) => new ZarrPlugin().Create(
        new ZarrOptions
        {
            Path = path,
            CacheMegabytes = cacheMegabytes,
            Observations = [new ZarrObservation { Name = "agent", Key = "state", Columns = [0, 1] }],
            Cameras = [new ZarrCamera { Name = "top", Key = "img" }],
        },
        new PluginContext());

    private static IEnumerable<byte> Chunk(int t, int steps, int y, int rows, int c, int colours) =>
        from a in Enumerable.Range(t, steps) from b in Enumerable.Range(y, rows) from x in Enumerable.Range(0, 2) from k in Enumerable.Range(c, colours) select Element(a, b, x, k);

    private static byte Element(int t, int y, int x, int c) => t < 5 ? (byte)((t * 40) + (y * 9) + (x * 4) + c) : (byte)99;
}

public sealed class ZarrPicturesContract : DatasetContract, IDisposable
{
    private readonly StoreWriter store = PictureTests.WithPictures(2, 2, 3);

    public void Dispose() => store.Dispose();

    protected override IDemonstrationDataset Open() => PictureTests.Open(store.Root);
}
