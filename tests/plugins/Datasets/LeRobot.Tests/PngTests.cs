using DiffOG.Datasets.LeRobot.Pictures;
using Xunit;

namespace DiffOG.Datasets.LeRobot.Tests;

/// <summary>The fixtures were written by ffmpeg (<c>-pred mixed</c>: every row filter) and decoded by it to the .rgb files beside them.</summary>
public sealed class PngTests
{
    private const int Width = 21, Height = 13;

    [Theory]
    [InlineData("gray", 0)]
    [InlineData("ya8", 0)]
    [InlineData("rgb24", 0)]
    [InlineData("rgba", 0)]
    [InlineData("pal8", 0)]
    [InlineData("monob", 0)]
    [InlineData("gray16be", 1)]
    [InlineData("rgb48be", 1)]
    [InlineData("rgba64be", 1)]
    public void Every_kind_of_picture_is_decoded(string name, int rounding)
    {
        byte[] picture = new byte[Width * Height * 3], expected = File.ReadAllBytes(PathOf($"{name}.rgb"));
        PngDecoder.Decode(File.ReadAllBytes(PathOf($"{name}.png")), Height, Width, picture);
        Assert.All(picture.Zip(expected), p => Assert.InRange(p.First - p.Second, -rounding, rounding));
    }

    [Fact]
    public void What_was_written_is_read()
    {
        byte[] picture = new byte[Width * Height * 3], read = new byte[picture.Length];
        new Random(1).NextBytes(picture);
        PngDecoder.Decode(PngEncoder.Encode(picture, Height, Width), Height, Width, read);
        Assert.Equal(picture, read);
    }

    [Fact]
    public void Another_size_and_another_file_are_refused()
    {
        byte[] file = File.ReadAllBytes(PathOf("rgb24.png")), picture = new byte[3 * 40 * 40];
        Assert.Contains("it has 21 × 13 pixels, and the dataset's pictures have 40 × 40", Refused(file, 40, 40, picture), StringComparison.Ordinal);
        Assert.Contains("it does not begin as a PNG picture does", Refused([0xFF, 0xD8], Height, Width, picture), StringComparison.Ordinal);
        file[8 + 8 + 12] = 1;
        Assert.Contains("it is interlaced", Refused(file, Height, Width, picture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pal8")]
    [InlineData("rgb24")]
    [InlineData("gray16be")]
    public void Damaged_pictures_are_refused_or_decoded_to_something(string name)
    {
        byte[] whole = File.ReadAllBytes(PathOf($"{name}.png")), picture = new byte[Width * Height * 3];
        var random = new Random(3);
        for (int i = 0; i < 1000; i++)
        {
            byte[] bytes = i % 2 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            if (bytes.Length > 0)
                bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            try
            {
                PngDecoder.Decode(bytes, Height, Width, picture);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void Shrinking_takes_the_mean_of_the_area_and_growing_repeats()
    {
        byte[] checks = [.. Enumerable.Range(0, 16).SelectMany(i => Enumerable.Repeat((byte)(((i / 4) + i) % 2 * 200), 3))], half = new byte[2 * 2 * 3], third = new byte[3 * 3 * 3], large = new byte[8 * 8 * 3];
        new AreaResampler((4, 4), (2, 2)).Resize(checks, half);
        Assert.All(half, v => Assert.Equal(100, v));
        new AreaResampler((4, 4), (3, 3)).Resize(checks, third);
        // The corner covers one whole pixel of 0, thirds of two of 200 and a ninth of one of 0, of 16/9 pixels.
        Assert.Equal((byte)(((2.0 / 3 * 200) / (16.0 / 9)) + 0.5), third[0]);
        new AreaResampler((4, 4), (8, 8)).Resize(checks, large);
        Assert.Equal([0, 0, 200, 200], new[] { 0, 1, 2, 3 }.Select(x => (int)large[x * 3]));
    }

    private static string PathOf(string name) => Path.Combine(Open.Fixtures, "png", name);

    private static string Refused(byte[] file, int height, int width, byte[] picture) =>
        Assert.Throws<InvalidDataException>(() => PngDecoder.Decode(file, height, width, picture)).Message;
}
