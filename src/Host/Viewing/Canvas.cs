using DiffOG.Specs;

namespace DiffOG.Host.Viewing;

/// <summary>A colour, 0 to 255 a channel.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B)
{
    internal static readonly Rgb Paper = new(24, 26, 30), Ink = new(235, 235, 235), Faint = new(70, 74, 82), Bar = new(86, 156, 214), Good = new(98, 190, 106);
}

/// <summary>A picture that is put together; what lies outside of it is cut off.</summary>
/// <param name="width">[pixels].</param>
/// <param name="height">[pixels].</param>
internal sealed class Canvas(int width, int height)
{
    private readonly byte[] pixels = new byte[width * height * 3];

    /// <summary>The picture; drawing on changes it.</summary>
    internal Image Picture => new(width, height, pixels);

    /// <summary>A rectangle of one colour.</summary>
    internal Canvas Fill(int x, int y, int wide, int high, Rgb colour)
    {
        for (int row = Math.Max(0, y); row < Math.Min(height, y + high); row++)
        {
            for (int column = Math.Max(0, x); column < Math.Min(width, x + wide); column++)
                Put(column, row, colour);
        }
        return this;
    }

    /// <summary>A picture, with its upper left corner at a place.</summary>
    internal Canvas Paste(Image picture, int x, int y)
    {
        int wide = Math.Min(picture.Width, width - x);
        for (int row = 0; row < Math.Min(picture.Height, height - y); row++)
            picture.Rgb.AsSpan(row * picture.Width * 3, wide * 3).CopyTo(pixels.AsSpan((((y + row) * width) + x) * 3));
        return this;
    }

    /// <summary>A line of text, with its upper left corner at a place.</summary>
    internal Canvas Write(string text, int x, int y, int scale, Rgb colour)
    {
        for (int i = 0; i < text.Length; i++)
        {
            foreach ((int row, int column) in PixelFont.Ink(text[i]))
                Fill(x + (((i * PixelFont.Advance) + column) * scale), y + (row * scale), scale, scale, colour);
        }
        return this;
    }

    private void Put(int column, int row, Rgb colour) =>
        (pixels[((row * width) + column) * 3], pixels[(((row * width) + column) * 3) + 1], pixels[(((row * width) + column) * 3) + 2]) = colour;
}
