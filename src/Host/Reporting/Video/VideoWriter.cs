using DiffOG.Diagnostics;
using DiffOG.Specs;

namespace DiffOG.Host.Reporting.Video;

/// <summary>
/// Writes H.264 or VP9 by ffmpeg where it is installed, and an animated WebP, which needs nothing installed, where it is
/// not. Frames wait in a temporary file beside the video, so that a failure of ffmpeg loses none of them.
/// </summary>
public sealed class VideoWriter : IVideoWriter
{
    private readonly Lazy<Ffmpeg?> ffmpeg;

    /// <summary>Will look for ffmpeg on the path, when the first video is written.</summary>
    public VideoWriter() => ffmpeg = new Lazy<Ffmpeg?>(() => Ffmpeg.Find(Environment.GetEnvironmentVariable("PATH")));

    internal VideoWriter(Ffmpeg? ffmpeg) => this.ffmpeg = new Lazy<Ffmpeg?>(ffmpeg);

    /// <inheritdoc/>
    public string Write(string pathWithoutExtension, IEnumerable<Image> frames, double framesPerSecond)
    {
        if (!(framesPerSecond > 0) || !double.IsFinite(framesPerSecond))
            throw new ArgumentException($"{framesPerSecond} frames per second.", nameof(framesPerSecond));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(pathWithoutExtension))!);
            return ffmpeg.Value is { } program ? Encode(program, pathWithoutExtension, frames, framesPerSecond) : WriteWebP(pathWithoutExtension, frames, framesPerSecond);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DiffOGException("DOG1905", $"The video '{pathWithoutExtension}' cannot be written: {cause.Message}", "Free disk space or correct the folder's permissions, or set 'evaluate.videos' to 0.", cause);
        }
    }

    private static string Encode(Ffmpeg program, string path, IEnumerable<Image> frames, double rate)
    {
        using var spool = FrameSpool.Of(path + ".frames.tmp", frames);
        return program.Encode(spool, path, rate) ?? WriteWebP(path, spool.Frames(), rate);
    }

    private static string WriteWebP(string path, IEnumerable<Image> frames, double rate)
    {
        AnimatedWebP.Write(path + ".webp", frames, rate);
        return path + ".webp";
    }
}
