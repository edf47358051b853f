using DiffOG.Host.Viewing;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Host.Tests.Viewing;

public sealed class DrawingTests
{
    private static readonly Rgb White = new(255, 255, 255);

    [Fact]
    public void letters_stand_where_they_are_put_and_grow_with_the_scale()
    {
        string[] small = ["..#..", ".##..", "..#..", "..#..", "..#..", "..#..", ".###.", "....."];
        Assert.Equal(small, Rows(new Canvas(5, 8).Write("1", 0, 0, 1, White)));
        string[] large = [.. small.SelectMany(row => Enumerable.Repeat(string.Concat(row.Select(c => new string(c, 2))), 2))];
        Assert.Equal(large, Rows(new Canvas(10, 16).Write("1", 0, 0, 2, White)));
    }

    [Fact]
    public void every_letter_of_a_name_looks_different()
    {
        const string letters = "abcdefghijklmnopqrstuvwxyz0123456789.,:-+_/()= ";
        Assert.Equal(letters.Length, letters.Select(c => string.Join('\n', Rows(new Canvas(5, 8).Write(c.ToString(), 0, 0, 1, White)))).Distinct().Count());
        Assert.Equal(Rows(new Canvas(5, 8).Write("a", 0, 0, 1, White)), Rows(new Canvas(5, 8).Write("A", 0, 0, 1, White)));
        Assert.NotEmpty(PixelFont.Ink('雪'));
    }

    [Fact]
    public void what_lies_outside_is_cut_off()
    {
        Canvas canvas = new Canvas(3, 3).Fill(-5, -5, 100, 7, White).Write("w", 2, 2, 3, White).Paste(new Image(4, 4, new byte[48]), 1, 1);
        Assert.Equal(["###", "#..", "..."], Rows(canvas));
    }

    [Fact]
    public void bars_begin_in_the_middle_of_a_dimensions_range()
    {
        ActionSpec action = new(ActionMode.Absolute, [new("low", ActionGroup.Translation, "m", 0, 10), new("high", ActionGroup.Translation, "m", 0, 10)]);
        Image frame = Frame.Of(new Image(104, 10, new byte[104 * 10 * 3]), new Moment(1, [0, 7.5], Success: false), action);
        (int Above, int Below) Blue(int column)
        {
            int middle = 10 + 4 + 8 + 4 + 12;
            bool IsBlue(int row) => frame.Rgb[((row * 104) + column) * 3] == Rgb.Bar.R;
            return (Enumerable.Range(10, middle - 10).Count(IsBlue), Enumerable.Range(middle, frame.Height - middle).Count(IsBlue));
        }
        Assert.Equal((0, 11), Blue(10)); // from the middle, under its line of one pixel, to the bottom
        Assert.Equal((6, 0), Blue(70));
    }

    [Fact]
    public void success_is_written_into_the_frame()
    {
        ActionSpec action = new(ActionMode.Absolute, [new("x", ActionGroup.Translation, "m", 0, 10)]);
        Image seen = new(100, 10, new byte[100 * 10 * 3]);
        Assert.NotEqual(Frame.Of(seen, new Moment(1, [0], Success: false), action).Rgb, Frame.Of(seen, new Moment(1, [0], Success: true), action).Rgb);
        Assert.NotEqual(Frame.Of(seen, new Moment(1, [0], Success: false), action).Rgb, Frame.Of(seen, new Moment(2, [0], Success: false), action).Rgb);
    }

    [Theory]
    [InlineData("640x480", 640, 480)]
    [InlineData("1x4096", 1, 4096)]
    public void a_size_is_read(string text, int width, int height) => Assert.Equal(new PictureSize(width, height), PictureSize.Parse(text));

    [Theory]
    [InlineData("640")]
    [InlineData("0x3")]
    [InlineData("4097x3")]
    [InlineData("3x4x5")]
    [InlineData("-3x4")]
    [InlineData("3 x 4")]
    public void what_is_no_size_is_refused(string text) =>
        Assert.Equal(
            $"DOG1021: --size is '{text}'; a size is WIDTHxHEIGHT with 1 to 4096 pixels a side. Write it like 640x480.",
            Assert.Throws<DiffOG.Diagnostics.DiffOGException>(() => PictureSize.Parse(text)).Message);

    private static string[] Rows(Canvas canvas)
    {
        Image picture = canvas.Picture;
        return [.. Enumerable.Range(0, picture.Height).Select(y => string.Concat(Enumerable.Range(0, picture.Width).Select(x => picture.Rgb[((y * picture.Width) + x) * 3] == 255 ? '#' : '.')))];
    }
}
