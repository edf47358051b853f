using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using DiffOG.Composition;
using DiffOG.Host.Composition;
using DiffOG.Learning.Natives;

namespace DiffOG.Host.Doctor;

/// <summary>Everything that <c>diffog doctor</c> looks at: the program's own needs, then what plugins say of theirs.</summary>
internal static class Examination
{
    private const long WantedSpace = 2L << 30;

    public static IEnumerable<SelfCheckResult> Run(HostServices services) =>
        [DotNet(), Torch(), .. Plugins(services.Plugins), .. services.Plugins.SelfChecks.SelectMany(Ask), Ffmpeg(services.Surroundings), Disk(services.Surroundings.CurrentFolder)];

    private static SelfCheckResult DotNet() => new(".NET", SelfCheckStatus.Fine, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription} ({RuntimeInformation.ProcessArchitecture}), {Environment.ProcessorCount} processors");

    private static SelfCheckResult Torch()
    {
        try
        {
            TorchLocation found = TorchRuntime.Load();
            return new SelfCheckResult("libtorch", SelfCheckStatus.Fine, $"{TorchSharp.torch.__version__} in {found.Torch} ({found.Source})");
        }
        catch (TorchNativeException cause)
        {
            return new SelfCheckResult("libtorch", SelfCheckStatus.Missing, $"{cause.Detail} ({cause.Id})", "rm -f artifacts/diffog.stamp && ./diffog doctor");
        }
    }

    private static IEnumerable<SelfCheckResult> Plugins(PluginCatalogue catalogue)
    {
        yield return catalogue.Plugins.Count > 0
            ? new SelfCheckResult("plugins", SelfCheckStatus.Fine, $"{catalogue.Plugins.Count} plugins from {catalogue.Plugins.Select(p => p.Folder).Distinct().Count()} folders")
            : new SelfCheckResult("plugins", SelfCheckStatus.Missing, "no plugin was found", "rm -f artifacts/diffog.stamp && ./diffog plugins list");
        foreach (PluginProblem problem in catalogue.Problems)
            yield return new SelfCheckResult("plugins", SelfCheckStatus.Optional, $"{problem.Folder} is not used: {problem.Reason} ({problem.Id})", problem.Next);
    }

    private static IEnumerable<SelfCheckResult> Ask(Lazy<ISelfCheck> check)
    {
        try
        {
            return [.. check.Value.Check()];
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            return [new SelfCheckResult("self-check", SelfCheckStatus.Optional, $"a plugin's self-check failed: {cause.GetType().Name}: {cause.Message}")];
        }
    }

    private static SelfCheckResult Ffmpeg(HostSurroundings surroundings)
    {
        string[] names = OperatingSystem.IsWindows() ? ["ffmpeg.exe"] : ["ffmpeg"];
        string? found = (surroundings.Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        return found is null
            ? new SelfCheckResult("ffmpeg", SelfCheckStatus.Optional, "not found; films in the report are larger without it", "sudo apt-get install ffmpeg")
            : new SelfCheckResult("ffmpeg", SelfCheckStatus.Fine, $"{Version(found) ?? "found, but it does not start"} ({found})");
    }

    private static string? Version(string program)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, "-version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string? line = process.StandardOutput.ReadLine();
            process.StandardOutput.ReadToEnd();
            return process.WaitForExit(TimeSpan.FromSeconds(5)) ? line?.Split(" Copyright")[0] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static SelfCheckResult Disk(string folder)
    {
        try
        {
            DriveInfo drive = new(folder);
            string free = (drive.AvailableFreeSpace / 1e9).ToString("0.0", CultureInfo.InvariantCulture);
            return drive.AvailableFreeSpace >= WantedSpace
                ? new SelfCheckResult("disk", SelfCheckStatus.Fine, $"{free} GB free for runs in {folder}")
                : new SelfCheckResult("disk", SelfCheckStatus.Optional, $"only {free} GB free in {folder}; a run with films and checkpoints may need 2 GB", "Free some space, or start diffog in a folder on another disk.");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new SelfCheckResult("disk", SelfCheckStatus.Optional, $"the free space of {folder} cannot be read: {cause.Message}");
        }
    }
}
