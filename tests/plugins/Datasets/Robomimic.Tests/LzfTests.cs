using CsCheck;
using Xunit;

namespace DiffOG.Datasets.Robomimic.Tests;

public sealed class LzfTests
{
    [Fact]
    public void a_file_that_h5py_compressed_with_lzf_is_read()
    {
        using IDemonstrationDataset data = DemoFile.OpenAt(DemoFile.Compressed, new() { Observations = ["robot0_eef_pos", "states"] });
        Assert.Equal([5, 8], data.Spec.EpisodeLengths);
        EpisodeWindow window = data.Read(1, 5, 2);
        Assert.Equal([105, 105.1f, 105.2f], window.Observations[..3]);
        Assert.Equal(0.25, window.Observations[3], 1e-12);
        // The actions of this demonstration did not get smaller, and lie in the file as they are; those of the other did.
        Assert.Equal(106.6 / 2000, window.Actions[13], 1e-15);
        Assert.Equal(4.6 / 2000, data.Read(0, 4, 1).Actions[6], 1e-15);
    }

    [Fact]
    public void literals_and_matches_that_overlap_themselves_are_decoded()
    {
        byte[] target = new byte[13];
        // "ab", a match of 2 + 2 bytes two back, one of 7 + 0 more one back.
        Lzf.Decode([1, (byte)'a', (byte)'b', 2 << 5, 1, 5 << 5, 0], target);
        Assert.Equal("abababbbbbbbb", System.Text.Encoding.ASCII.GetString(target));
        // A long match has its length in the byte that follows.
        byte[] longer = new byte[40];
        Lzf.Decode([0, 9, 7 << 5, 30, 0], longer);
        Assert.All(longer, b => Assert.Equal(9, b));
    }

    [Fact]
    public void damaged_streams_are_refused_and_nothing_else_happens() => Gen.Select(Gen.Byte.Array[0, 40], Gen.Int[0, 100]).Sample(
        (stream, length) =>
        {
            try
            {
                Lzf.Decode(stream, new byte[length]);
                return true;
            }
            catch (InvalidDataException)
            {
                return true;
            }
        },
        iter: 20_000, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void a_stream_that_claims_more_than_its_chunk_is_refused_before_memory_is_taken() => Assert.Throws<InvalidDataException>(
        () => new Lzf().Filter(new(PureHDF.Filters.H5FilterFlags.Decompress, [4, 0x105, uint.MaxValue], 64, new byte[10])));
}
