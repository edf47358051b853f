using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using DiffOG.Diagnostics;

namespace DiffOG.Datasets.LeRobot.Pictures;

/// <summary>The ffmpeg program. Looked for when the first picture is asked for that needs it.</summary>
/// <param name="stated">The program's path; null to look for it on the search path.</param>
internal sealed class Ffmpeg(string? stated)
{
    private const int MostWords = 400;
    private readonly Lazy<string> program = new(() => Find(stated));
    private readonly Lazy<string> exact = new(() => PassThrough(Find(stated)));

    /// <summary>Decodes consecutive frames of a film.</summary>
    /// <param name="path">The film.</param>
    /// <param name="from">The first frame [s]; frames that begin less than half a frame earlier count.</param>
    /// <param name="rate">Of the film [Hz].</param>
    /// <param name="size">Height and width of the frames.</param>
    /// <param name="count">How many.</param>
    /// <param name="sink">Takes them.</param>
    /// <exception cref="DiffOGException">DOG1468: there is no ffmpeg. DOG1469: the film cannot be decoded, or ends too early.</exception>
    internal void Film(string path, double from, double rate, (int Height, int Width) size, int count, FrameSink sink)
    {
        // Seeking by time drops what begins before; half a frame of leeway keeps rounding from dropping the frame itself.
        string seek = Math.Max(0, from - (0.5 / rate)).ToString("0.######", CultureInfo.InvariantCulture);
        Run(path, ["-ss", seek, "-i", $"file:{path}", "-map", "0:v:0", "-frames:v", count.ToString(CultureInfo.InvariantCulture)], null, size, count, sink);
    }

    /// <summary>Decodes JPEG pictures.</summary>
    /// <param name="name">Where they come from, for messages.</param>
    /// <param name="pictures">The files' bytes.</param>
    /// <param name="size">Height and width that they must have.</param>
    /// <param name="sink">Takes them.</param>
    /// <exception cref="DiffOGException">DOG1468, DOG1469.</exception>
    internal void Pictures(string name, IReadOnlyList<byte[]> pictures, (int Height, int Width) size, FrameSink sink) =>
        Run(name, ["-f", "mjpeg", "-i", "pipe:0"], pictures, size, pictures.Count, sink);

    private static string Find(string? stated)
    {
        if (stated is not null)
            return File.Exists(stated) ? stated : throw LeRobotErrors.NoFfmpeg($"there is no '{stated}'");
        string name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) ?? throw LeRobotErrors.NoFfmpeg("none is on the search path");
    }

    /// <summary>The option that neither doubles nor drops frames: since release 5.1 it has another name.</summary>
    private static string PassThrough(string program)
    {
        using Process process = Start(program, ["-version"]);
        process.StandardInput.Close();
        string[] words = process.StandardOutput.ReadToEnd().Split(' ', 4);
        process.WaitForExit();
        return words.Length > 2 && words[2].Split('.', '-') is [{ } major, { } minor, ..] && int.TryParse(major, out int first) && int.TryParse(minor, out int second) && (first < 5 || (first == 5 && second == 0))
            ? "-vsync" : "-fps_mode";
    }

    private void Run(string name, string[] input, IReadOnlyList<byte[]>? pictures, (int Height, int Width) size, int count, FrameSink sink)
    {
        string[] before = ["-hide_banner", "-loglevel", "error", "-nostdin", "-protocol_whitelist", "file,pipe"];
        string[] after = [exact.Value, "passthrough", "-vf", $"scale={size.Width}:{size.Height}", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"];
        using Process process = Start(program.Value, [.. before, .. input, .. after]);
        var words = new System.Text.StringBuilder();
        process.ErrorDataReceived += (_, line) => words.Append(line.Data is { } said && words.Length < MostWords ? said + " " : "");
        process.BeginErrorReadLine();
        Task feeding = Task.Run(() => Feed(process, pictures ?? []));
        int read = TakeOrKill(process, new byte[size.Height * size.Width * 3], count, sink);
        if (read == count)
            process.Kill();
        process.WaitForExit();
        feeding.Wait();
        if (read < count)
            throw LeRobotErrors.Pictures(name, words.Length > 0 ? words.ToString().Trim() : $"it ends after {read} of {count} pictures");
    }

    private static int TakeOrKill(Process process, byte[] frame, int count, FrameSink sink)
    {
        try
        {
            return Take(process.StandardOutput.BaseStream, frame, count, sink);
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    private static int Take(Stream frames, byte[] frame, int count, FrameSink sink)
    {
        int read = 0;
        while (read < count && frames.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
            sink(read++, frame);
        return read;
    }

    private static void Feed(Process process, IReadOnlyList<byte[]> pictures)
    {
        try
        {
            using Stream stream = process.StandardInput.BaseStream;
            foreach (byte[] picture in pictures)
                stream.Write(picture);
        }
        catch (IOException)
        {
            // The program ended early; the number of pictures it gave says so.
        }
    }

    private static Process Start(string program, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception cause)
        {
            throw LeRobotErrors.NoFfmpeg($"'{program}' cannot be started ({cause.Message.TrimEnd('.')})", cause);
        }
    }
}
