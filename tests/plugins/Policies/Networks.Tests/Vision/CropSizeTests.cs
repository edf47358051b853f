using DiffOG.Policies.Networks.Vision;
using DiffOG.Specs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Tests.Vision;

public sealed class CropSizeTests
{
    [Theory]
    [InlineData(84, 76)]
    [InlineData(120, 108)]
    [InlineData(240, 216)]
    public void Nine_tenths_are_the_sizes_of_the_reference(int picture, int crop) =>
        Assert.Equal(new CropSize(crop, 90), CropSize.Of(new CameraSpec("a", 100, picture), 0.9));

    [Fact]
    public void Every_offset_occurs_and_all_are_equally_likely()
    {
        using IDisposable scope = NewDisposeScope();
        manual_seed(1);
        (int Row, int Column)[] offsets = [.. Offsets(new CropSize(5, 6).CutAtRandom(Numbered(3000, 8, 8)))];
        ILookup<(int, int), (int, int)> seen = offsets.ToLookup(o => o);
        Assert.Equal([.. from row in Enumerable.Range(0, 4) from column in Enumerable.Range(0, 3) select (row, column)], seen.Select(g => g.Key).Order());
        // 3000 draws from 12 offsets: 250 each, with a standard deviation of 15.
        Assert.All(seen, g => Assert.InRange(g.Count(), 175, 325));
    }

    [Fact]
    public void A_crop_is_a_window_of_its_own_picture()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor pictures = rand(20, 3, 9, 7);
        Tensor numbered = cat([Numbered(20, 9, 7), pictures], 1);
        Tensor cut = new CropSize(4, 5).CutAtRandom(numbered);
        (int Row, int Column)[] offsets = [.. Offsets(cut)];
        for (int i = 0; i < 20; i++)
            Assert.True(cut[i].Equals(numbered[i].narrow(1, offsets[i].Row, 4).narrow(2, offsets[i].Column, 5)));
        Assert.True(offsets.Distinct().Count() > 5);
    }

    [Fact]
    public void The_seed_decides_the_offsets()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor Cut(long seed)
        {
            manual_seed(seed);
            return new CropSize(5, 5).CutAtRandom(Numbered(50, 9, 9));
        }
        Assert.True(Cut(1).Equals(Cut(1)));
        Assert.False(Cut(1).Equals(Cut(2)));
    }

    [Theory]
    [InlineData(84, 76, 4)]
    [InlineData(10, 7, 2)]
    [InlineData(10, 9, 0)]
    [InlineData(10, 10, 0)]
    public void The_centre_is_where_torchvision_has_it(int picture, int crop, int offset)
    {
        using IDisposable scope = NewDisposeScope();
        Assert.Equal([(offset, offset)], Offsets(new CropSize(crop, crop).CutCentre(Numbered(1, picture, picture))));
    }

    /// <summary>[count, 1, height, width]: every pixel says where it is.</summary>
    private static Tensor Numbered(int count, int height, int width) =>
        (arange(height).reshape(1, 1, height, 1) * 1000 + arange(width)).expand(count, 1, height, width).to(ScalarType.Float32);

    private static IEnumerable<(int Row, int Column)> Offsets(Tensor cut) =>
        Enumerable.Range(0, (int)cut.shape[0]).Select(i => (int)cut[i, 0, 0, 0].item<float>()).Select(first => (first / 1000, first % 1000));
}
