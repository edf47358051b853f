using System.Diagnostics;
using System.Globalization;

namespace DiffOG.Host.Reporting.Video;

/// <summary>The ffmpeg program and the best codec it has that browsers play.</summary>
internal sealed class Ffmpeg
{
    private readonly string program, extension;
    private readonly string[] codec;

    private Ffmpeg(string program, string extension, string[] codec) => (this.program, this.extension, this.codec) = (program, extension, codec);

    /// <summary>Finds the program; null where there is none, or none with a codec that browsers play.</summary>
    public static Ffmpeg? Find(string? searchPath)
    {
        string name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        string? program = (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
        string? encoders = program is null ? null : Run(program, ["-hide_banner", "-encoders"]);
        if (encoders is null)
            return null;
        if (encoders.Contains("libx264 ", StringComparison.Ordinal))
            return new Ffmpeg(program!, ".mp4", ["-c:v", "libx264", "-crf", "23", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]);
        return encoders.Contains("libvpx-vp9 ", StringComparison.Ordinal)
            ? new Ffmpeg(program!, ".webm", ["-c:v", "libvpx-vp9", "-crf", "34", "-b:v", "0", "-pix_fmt", "yuv420p"])
            : null;
    }

    /// <summary>Encodes frames.</summary>
    /// <returns>The path of the video; null where the program failed.</returns>
    public string? Encode(FrameSpool frames, string pathWithoutExtension, double rate)
    {
        // The extension tells ffmpeg the container, so the temporary name keeps it.
        string path = pathWithoutExtension + extension, temporary = pathWithoutExtension + ".tmp" + extension;
        string[] input = ["-y", "-hide_banner", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{frames.Width}x{frames.Height}",
            "-r", rate.ToString("0.######", CultureInfo.InvariantCulture), "-i", frames.Path];
        // yuv420p needs even sizes; bitexact leaves out the encoder's version and the time of day.
        string[] output = ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", .. codec, "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", temporary];
        try
        {
            if (Run(program, [.. input, .. output]) is null || !File.Exists(temporary) || new FileInfo(temporary).Length == 0)
                return null;
            File.Move(temporary, path, overwrite: true);
            return path;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string? Run(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
