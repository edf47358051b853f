using DiffOG.Specs;

namespace DiffOG.Host.Reporting.Video;

/// <summary>Raw frames in a temporary file, which is deleted at the end.</summary>
internal sealed class FrameSpool : IDisposable
{
    private FrameSpool(string path, int width, int height, int count) => (Path, Width, Height, Count) = (path, width, height, count);

    public string Path { get; }

    public int Width { get; }

    public int Height { get; }

    public int Count { get; }

    public static FrameSpool Of(string path, IEnumerable<Image> frames)
    {
        try
        {
            return Fill(path, frames);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public IEnumerable<Image> Frames()
    {
        using FileStream stream = File.OpenRead(Path);
        for (int i = 0; i < Count; i++)
        {
            byte[] rgb = new byte[Width * Height * 3];
            stream.ReadExactly(rgb);
            yield return new Image(Width, Height, rgb);
        }
    }

    public void Dispose() => File.Delete(Path);

    private static FrameSpool Fill(string path, IEnumerable<Image> frames)
    {
        using FileStream stream = File.Create(path);
        (Image? first, int count) = (null, 0);
        foreach (Image frame in frames)
        {
            FrameSize.Check(first ??= frame, frame);
            stream.Write(frame.Rgb);
            count++;
        }
        return first is null ? throw FrameSize.NoFrames() : new FrameSpool(path, first.Width, first.Height, count);
    }
}

/// <summary>What frames of one video have in common.</summary>
internal static class FrameSize
{
    public static void Check(Image first, Image frame)
    {
        if (frame.Width != first.Width || frame.Height != first.Height || frame.Rgb.Length != frame.Width * frame.Height * 3)
            throw new ArgumentException($"A frame of {frame.Width}×{frame.Height} ({frame.Rgb.Length} bytes) in a video of {first.Width}×{first.Height}.", nameof(frame));
    }

    public static ArgumentException NoFrames() => new("A video needs at least one frame.", "frames");
}
