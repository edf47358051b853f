using CsCheck;
using DiffOG.Actions;
using Xunit;

namespace DiffOG.Abstractions.Tests.Actions;

public sealed class ActionNormalisationTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    [Fact]
    public void Each_dimension_has_its_own_scale_and_offset()
    {
        var map = new ActionNormalisation([2, -1], [0.5, 3]);

        Assert.Equal([2.5, 1, 4.5, -1], map.Normalise(new double[] { 1, 2, 2, 4 }));
    }

    [Fact]
    public void There_and_back_is_the_identity() => (
        from scale in Gen.Double[0.01, 100].Array[3]
        from sign in Gen.Bool.Array[3]
        from offset in Gen.Double[-10, 10].Array[3]
        from raw in Gen.Double[-10, 10].Array[12]
        select (map: new ActionNormalisation([.. scale.Zip(sign, (s, n) => n ? -s : s)], offset), chunk: new ActionChunk(4, 3, raw))).Sample(
        c =>
        {
            ActionChunk back = c.map.Unnormalise(c.map.Normalise(c.chunk));

            Assert.Equal((4, 3), (back.Steps, back.Dimensions));
            Assert.All(back.Values.Zip(c.chunk.Values), pair => Assert.Equal(pair.Second, pair.First, 1e-11));
        },
        seed: Seed);

    [Fact]
    public void The_identity_changes_nothing_and_copies()
    {
        double[] raw = [1, 2, 3];
        double[] normalised = ActionNormalisation.Identity(3).Normalise(raw);

        Assert.Equal(raw, normalised);
        Assert.NotSame(raw, normalised);
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(double.NaN, 0.0)]
    [InlineData(1.0, double.PositiveInfinity)]
    public void Numbers_that_cannot_be_inverted_are_refused(double scale, double offset) =>
        Assert.Throws<ArgumentException>(() => new ActionNormalisation([scale], [offset]));

    [Fact]
    public void As_many_scales_as_offsets_are_needed() => Assert.Throws<ArgumentException>(() => new ActionNormalisation([1, 2], [0]));
}
