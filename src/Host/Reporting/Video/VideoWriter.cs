using DiffOG.Diagnostics;
using DiffOG.Specs;

namespace DiffOG.Host.Reporting.Video;

/// <summary>
/// Writes H.264 or VP9 by ffmpeg where it is installed, and an animated WebP, which needs nothing installed, where it is
/// not. Frames wait in a temporary file beside the video, so that a failure of ffmpeg loses none of them.
/// </summary>
public sealed class VideoWriter : IVideoWriter
{
    private readonly Ffmpeg? ffmpeg;

    /// <summary>Looks for ffmpeg on the path.</summary>
    public VideoWriter()
        : this(Ffmpeg.Find(Environment.GetEnvironmentVariable("PATH")))
    {
    }

    internal VideoWriter(Ffmpeg? ffmpeg) => this.ffmpeg = ffmpeg;

    /// <inheritdoc/>
    public string Write(string pathWithoutExtension, IEnumerable<Image> frames, double framesPerSecond)
    {
        if (!(framesPerSecond > 0) || !double.IsFinite(framesPerSecond))
            throw new ArgumentException($"{framesPerSecond} frames per second.", nameof(framesPerSecond));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(pathWithoutExtension))!);
            return ffmpeg is null ? WriteWebP(pathWithoutExtension, frames, framesPerSecond) : Encode(pathWithoutExtension, frames, framesPerSecond);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DiffOGException("DOG1905", $"The video '{pathWithoutExtension}' cannot be written: {cause.Message}", "Free disk space or correct the folder's permissions, or set 'evaluate.videos' to 0.", cause);
        }
    }

    private string Encode(string path, IEnumerable<Image> frames, double rate)
    {
        using var spool = FrameSpool.Of(path + ".frames.tmp", frames);
        return ffmpeg!.Encode(spool, path, rate) ?? WriteWebP(path, spool.Frames(), rate);
    }

    private static string WriteWebP(string path, IEnumerable<Image> frames, double rate)
    {
        AnimatedWebP.Write(path + ".webp", frames, rate);
        return path + ".webp";
    }
}
