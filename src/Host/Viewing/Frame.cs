using DiffOG.Specs;

namespace DiffOG.Host.Viewing;

/// <summary>A picture of a video: what the camera sees, and below it the step, success, and the command as bars.</summary>
internal static class Frame
{
    private const int Margin = 4, BarHeight = 24, Strip = Margin + PixelFont.Height + Margin + BarHeight + Margin + PixelFont.Height + Margin;

    /// <summary>Puts one together.</summary>
    /// <param name="seen">What the camera sees.</param>
    /// <param name="moment">When.</param>
    /// <param name="action">What the command consists of.</param>
    internal static Image Of(Image seen, Moment moment, ActionSpec action)
    {
        Canvas canvas = new Canvas(seen.Width, seen.Height + Strip).Fill(0, 0, seen.Width, seen.Height + Strip, Rgb.Paper).Paste(seen, 0, 0);
        int top = seen.Height + Margin;
        canvas.Write(FormattableString.Invariant($"step {moment.Step}"), Margin, top, 1, Rgb.Ink);
        if (moment.Success)
            canvas.Write("success", seen.Width - Margin - PixelFont.WidthOf("success", 1), top, 1, Rgb.Good);
        double slot = (double)(seen.Width - Margin) / action.Size;
        for (int d = 0; d < action.Size; d++)
            Bar(canvas, action.Dimensions[d], moment.Action[d], Margin + (int)(d * slot), (int)((d + 1) * slot) - (int)(d * slot) - Margin, top + PixelFont.Height + Margin);
        return canvas.Picture;
    }

    /// <summary>A bar from the middle of the dimension's range to its value.</summary>
    private static void Bar(Canvas canvas, ActionDimension dimension, double value, int left, int width, int top)
    {
        const int half = BarHeight / 2;
        double share = ((2 * (value - dimension.Minimum)) / (dimension.Maximum - dimension.Minimum)) - 1;
        int length = double.IsFinite(share) ? (int)Math.Round(Math.Clamp(share, -1, 1) * half) : 0;
        canvas.Fill(left, top, width, BarHeight + 1, Rgb.Faint);
        canvas.Fill(left, top + half - Math.Max(0, length), width, Math.Abs(length), Rgb.Bar).Fill(left, top + half, width, 1, Rgb.Ink);
        int letters = Math.Max(0, (width + Margin) / PixelFont.Advance);
        canvas.Write(dimension.Name[..Math.Min(letters, dimension.Name.Length)], left, top + BarHeight + Margin, 1, Rgb.Ink);
    }
}
