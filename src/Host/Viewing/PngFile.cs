using DiffOG.Diagnostics;
using DiffOG.Learning.Safetensors;
using DiffOG.Specs;
using SkiaSharp;

namespace DiffOG.Host.Viewing;

/// <summary>Writes pictures without loss.</summary>
internal static class PngFile
{
    private const int Quality = 100;

    /// <summary>Writes a picture: it is there completely or not at all. Missing folders are made.</summary>
    /// <exception cref="DiffOGException">DOG1905: the file cannot be written.</exception>
    internal static void Write(string path, Image picture)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            AtomicFile.Write(path, stream => Encode(stream, picture));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DiffOGException("DOG1905", $"The picture '{path}' cannot be written: {cause.Message}", "Free disk space or correct the folder's permissions, or name another place with --output.", cause);
        }
    }

    /// <summary>The bytes of a picture's file.</summary>
    internal static byte[] Of(Image picture)
    {
        using var stream = new MemoryStream();
        Encode(stream, picture);
        return stream.ToArray();
    }

    private static void Encode(Stream stream, Image picture)
    {
        byte[] rgba = new byte[picture.Width * picture.Height * 4];
        for (int i = 0, j = 0; j < picture.Rgb.Length; i += 4, j += 3)
            (rgba[i], rgba[i + 1], rgba[i + 2], rgba[i + 3]) = (picture.Rgb[j], picture.Rgb[j + 1], picture.Rgb[j + 2], 255);
        using var image = SKImage.FromPixelCopy(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque), rgba);
        using SKData data = image.Encode(SKEncodedImageFormat.Png, Quality);
        data.SaveTo(stream);
    }
}
