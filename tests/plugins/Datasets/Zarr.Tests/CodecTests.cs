using System.IO.Compression;
using CsCheck;
using Xunit;

namespace DiffOG.Datasets.Zarr.Tests;

public sealed class CodecTests
{
    private const int Steps = 600;

    public static TheoryData<string, int, bool, int> BloscKinds()
    {
        var data = new TheoryData<string, int, bool, int>();
        foreach (string codec in new[] { "zstd", "lz4", "zlib" })
        {
            foreach (int shuffle in new[] { 0, 1, 2 })
            {
                foreach (int block in new[] { 4 * Steps, 1024, 1000, 2400 })
                {
                    data.Add(codec, shuffle, false, block);
                    data.Add(codec, shuffle, true, block);
                }
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(BloscKinds))]
    public void Blosc_is_decoded_with_every_codec_shuffle_and_block_size(string codec, int shuffle, bool split, int block) =>
        Assert.Equal(Values(), Decoded(new BloscWriter(codec, 4, Math.Min(block, 4 * Steps), shuffle, split).Write(Bytes()), new { id = "blosc", cname = codec }));

    [Fact]
    public void Blosc_blocks_may_stand_in_any_order() =>
        Assert.Equal(Values(), Decoded(new BloscWriter("zstd", 4, 512, 2, BlocksBackwards: true).Write(Bytes()), new { id = "blosc" }));

    [Fact]
    public void Blosc_may_have_copied_what_does_not_compress() => Assert.Equal(Values(), Decoded(BloscWriter.Copied(Bytes()), new { id = "blosc" }));

    [Fact]
    public void Zstd_lz4_zlib_gzip_and_nothing_are_decoded()
    {
        using var zstd = new ZstdSharp.Compressor(5);
        Assert.Equal(Values(), Decoded(zstd.Wrap(Bytes()).ToArray(), new { id = "zstd", level = 5 }));
        Assert.Equal(Values(), Decoded([.. BitConverter.GetBytes(4 * Steps), .. BloscWriter.Lz4(Bytes())], new { id = "lz4" }));
        Assert.Equal(Values(), Decoded(Streamed(s => new ZLibStream(s, CompressionLevel.Optimal)), new { id = "zlib", level = 1 }));
        Assert.Equal(Values(), Decoded(Streamed(s => new GZipStream(s, CompressionLevel.Optimal)), new { id = "gzip", level = 1 }));
        Assert.Equal(Values(), Decoded(Bytes(), null));
    }

    [Theory]
    [InlineData("blosclz", "blosclz")]
    [InlineData("snappy", "snappy")]
    [InlineData("other", "number 7")]
    public void A_codec_inside_blosc_that_cannot_be_read_is_named(string codec, string named) =>
        Demo.Fails("DOG1424", named, () => Decoded(new BloscWriter(codec, 4, 1024).Write(Bytes()), new { id = "blosc" }));

    [Theory]
    [InlineData("bz2")]
    [InlineData("imagecodecs_jpeg2k")]
    public void A_compressor_that_cannot_be_read_is_named(string id) => Demo.Fails("DOG1424", $"'{id}'", () => Decoded(Bytes(), new { id }));

    [Fact]
    public void Damaged_containers_end_in_an_error_or_in_numbers_but_never_in_a_crash()
    {
        byte[] good = new BloscWriter("zstd", 4, 512, 2).Write(Bytes());
        byte[] split = new BloscWriter("lz4", 4, 1024, 1, Split: true).Write(Bytes());
        using StoreWriter store = Store(good, new { id = "blosc" });
        Gen.Select(Gen.Bool, Gen.Int[0, 1 << 20], Gen.Byte, Gen.Int[0, 1 << 20]).Sample(
            (first, position, value, cut) =>
            {
                byte[] bytes = [.. first ? good : split];
                bytes[(position % 3 == 0 ? position % 64 : position) % bytes.Length] = value;
                if (cut % 4 == 0)
                    bytes = bytes[..(cut % bytes.Length)];
                try
                {
                    Read(store.Chunk("data/value/0.0", bytes));
                }
                catch (Diagnostics.DiffOGException e)
                {
                    Assert.Contains(e.Id, new[] { "DOG1423", "DOG1424", "DOG1426" });
                }
            },
            iter: 200,
            seed: "0000KvGmJmo5",
            threads: 1);
    }

    private static double[] Decoded(byte[] chunk, object? compressor)
    {
        using StoreWriter store = Store(chunk, compressor);
        return Read(store);
    }

    private static StoreWriter Store(byte[] chunk, object? compressor) =>
        new StoreWriter().EpisodeEnds(Steps).Ramp("data/action", Steps, 1).Metadata("data/value", "<f4", [Steps, 1], [Steps, 1], compressor).Chunk("data/value/0.0", chunk);

    private static double[] Read(StoreWriter store)
    {
        using IDemonstrationDataset data = Demo.Open(store.Root, null, new ZarrObservation { Name = "value", Key = "value" });
        return data.Read(0, 0, Steps).Observations;
    }

    private static byte[] Streamed(Func<Stream, Stream> compressor)
    {
        using var target = new MemoryStream();
        using (Stream stream = compressor(target))
            stream.Write(Bytes());
        return target.ToArray();
    }

    private static float[] Floats() => [.. Enumerable.Range(0, Steps).Select(i => (float)(100 * Math.Sin(i * 0.05)))];

    private static byte[] Bytes() => StoreWriter.Bytes(Floats());

    private static double[] Values() => [.. Floats().Select(f => (double)f)];
}
