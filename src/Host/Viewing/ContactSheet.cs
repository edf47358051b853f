using DiffOG.Specs;

namespace DiffOG.Host.Viewing;

/// <summary>A picture on a contact sheet, and the two lines below it.</summary>
internal sealed record Tile(Image Picture, string First, string Second);

/// <summary>Pictures side by side and one below the other, each with its label.</summary>
internal static class ContactSheet
{
    private const int Gap = 8, LabelHeight = (2 * PixelFont.Height) + 8;

    /// <summary>Puts one together.</summary>
    /// <param name="rows">At least one row, each with at least one picture.</param>
    internal static Image Of(IReadOnlyList<IReadOnlyList<Tile>> rows)
    {
        int width = rows.Max(r => r.Sum(t => t.Picture.Width + Gap)) + Gap, height = rows.Sum(HeightOf) + Gap;
        Canvas canvas = new Canvas(width, height).Fill(0, 0, width, height, Rgb.Paper);
        int top = Gap;
        foreach (IReadOnlyList<Tile> row in rows)
        {
            int left = Gap;
            foreach (Tile tile in row)
            {
                Place(canvas, tile, left, top);
                left += tile.Picture.Width + Gap;
            }
            top += HeightOf(row);
        }
        return canvas.Picture;
    }

    private static int HeightOf(IReadOnlyList<Tile> row) => row.Max(t => t.Picture.Height) + LabelHeight + Gap;

    private static void Place(Canvas canvas, Tile tile, int left, int top)
    {
        int below = top + tile.Picture.Height + 2, letters = (tile.Picture.Width + Gap) / PixelFont.Advance;
        canvas.Paste(tile.Picture, left, top)
            .Write(Fitting(tile.First, letters), left, below, 1, Rgb.Ink)
            .Write(Fitting(tile.Second, letters), left, below + PixelFont.Height + 2, 1, Rgb.Ink);
    }

    private static string Fitting(string text, int letters) => text[..Math.Min(letters, text.Length)];
}
