using DiffOG.Specs;
using System.Globalization;
using DiffOG.Diagnostics;
using DiffOG.Simulation;

namespace DiffOG.Host.Viewing;

/// <summary>How large a picture is [pixels].</summary>
internal readonly record struct PictureSize(int Width, int Height)
{
    private const int Largest = 4096;

    /// <summary>Reads <c>640x480</c>.</summary>
    /// <exception cref="DiffOGException">DOG1021: it is no size, or too large.</exception>
    internal static PictureSize Parse(string text)
    {
        string[] sides = text.Split('x');
        return sides.Length == 2 && Side(sides[0]) is { } width && Side(sides[1]) is { } height
            ? new PictureSize(width, height)
            : throw new DiffOGException("DOG1021", $"--size is '{text}'; a size is WIDTHxHEIGHT with 1 to {Largest} pixels a side.", "Write it like 640x480.");
    }

    /// <summary>The camera's proportions, with a given longer side.</summary>
    internal static PictureSize LikeThatOf(CameraSpec camera, int longer)
    {
        double scale = (double)longer / Math.Max(camera.Width, camera.Height);
        return new PictureSize(Math.Max(1, (int)Math.Round(camera.Width * scale)), Math.Max(1, (int)Math.Round(camera.Height * scale)));
    }

    private static int? Side(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side is >= 1 and <= Largest ? side : null;
}
