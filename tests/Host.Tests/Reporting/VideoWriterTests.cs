using System.Text;
using DiffOG.Host.Reporting.Video;
using DiffOG.Specs;
using SkiaSharp;
using Xunit;

namespace DiffOG.Host.Tests.Reporting;

public sealed class VideoWriterTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_ffmpeg_it_is_an_animated_WebP_with_every_frame_at_its_time()
    {
        string path = new VideoWriter(null).Write(folder.Of("deep/er/film"), SyntheticRun.Frames(30, 96, 200, 20), 20);
        Assert.EndsWith("film.webp", path, StringComparison.Ordinal);
        using var codec = SKCodec.Create(path);
        Assert.Equal((96, 96, 30), (codec.Info.Width, codec.Info.Height, codec.FrameCount));
        Assert.All(codec.FrameInfo, f => Assert.Equal(50, f.Duration));
        Assert.Equal(-1, codec.RepetitionCount);
    }

    [Fact]
    public void Frames_look_as_they_were_given()
    {
        Image[] frames = [.. SyntheticRun.Frames(3, 96, 200, 20)];
        string path = new VideoWriter(null).Write(folder.Of("film"), frames, 10);
        using var codec = SKCodec.Create(path);
        using var bitmap = new SKBitmap(new SKImageInfo(96, 96, SKColorType.Rgba8888));
        codec.GetPixels(bitmap.Info, bitmap.GetPixels(), new SKCodecOptions(2));
        double error = Enumerable.Range(0, 96 * 96).Average(i => Math.Abs(bitmap.GetPixel(i % 96, i / 96).Red - frames[2].Rgb[3 * i]));
        Assert.InRange(error, 0, 6);
    }

    [Fact]
    public void Equal_frames_in_a_row_are_kept_once_and_last_longer()
    {
        Image[] two = [.. SyntheticRun.Frames(2, 32, 0, 0)];
        string path = new VideoWriter(null).Write(folder.Of("film"), [two[0], two[0], two[0], two[1]], 30);
        using var codec = SKCodec.Create(path);
        Assert.Equal([100, 33], codec.FrameInfo.Select(f => f.Duration));
    }

    [Fact]
    public void Odd_sizes_and_no_frames_and_mixed_sizes()
    {
        var writer = new VideoWriter(null);
        using (var codec = SKCodec.Create(writer.Write(folder.Of("odd"), SyntheticRun.Frames(2, 33, 1, 2), 5)))
            Assert.Equal(33, codec.Info.Width);
        Assert.Throws<ArgumentException>(() => writer.Write(folder.Of("none"), [], 5));
        Assert.Throws<ArgumentException>(() => writer.Write(folder.Of("mixed"), [.. SyntheticRun.Frames(1, 8, 0, 0), .. SyntheticRun.Frames(1, 9, 0, 0)], 5));
        Assert.Throws<ArgumentException>(() => writer.Write(folder.Of("rate"), SyntheticRun.Frames(1, 8, 0, 0), 0));
        Assert.Equal(["odd.webp"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void An_ffmpeg_that_fails_loses_no_frame()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for ffmpeg is a shell script.");
        Ffmpeg broken = StandIn("exit 1");
        string path = new VideoWriter(broken).Write(folder.Of("film"), SyntheticRun.Frames(12, 32, 9, 9), 10);
        using var codec = SKCodec.Create(path);
        Assert.Equal(12, codec.FrameCount);
        Assert.Equal(["ffmpeg", "film.webp"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void An_ffmpeg_that_works_gets_all_frames_and_its_file_is_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for ffmpeg is a shell script.");
        Ffmpeg ffmpeg = StandIn("""while [ $# -gt 1 ]; do [ "$1" = -i ] && input="$2"; shift; done; wc -c < "$input" > "$1" """);
        string path = new VideoWriter(ffmpeg).Write(folder.Of("film"), SyntheticRun.Frames(12, 32, 9, 9), 10);
        Assert.EndsWith("film.mp4", path, StringComparison.Ordinal);
        Assert.Equal(12 * 32 * 32 * 3, int.Parse(File.ReadAllText(path).Trim(), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(["ffmpeg", "film.mp4"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void The_real_ffmpeg_writes_a_video()
    {
        Ffmpeg? ffmpeg = Ffmpeg.Find(Environment.GetEnvironmentVariable("PATH"));
        Assert.SkipWhen(ffmpeg is null, "ffmpeg is not installed.");
        string path = new VideoWriter(ffmpeg).Write(folder.Of("film"), SyntheticRun.Frames(20, 65, 9, 9), 10);
        byte[] start = File.ReadAllBytes(path)[..64];
        Assert.True(Encoding.ASCII.GetString(start).Contains("ftyp", StringComparison.Ordinal) || start[0] == 0x1A);
    }

    private Ffmpeg StandIn(string body)
    {
        string script = folder.Of("ffmpeg");
        File.WriteAllText(script, $"#!/bin/sh\nif [ \"$2\" = -encoders ]; then echo ' V....D libx264 '; exit 0; fi\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return Ffmpeg.Find(folder.Path)!;
    }
}
