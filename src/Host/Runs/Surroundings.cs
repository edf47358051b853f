using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace DiffOG.Host.Runs;

/// <summary>What the manifest says about the program and the machine.</summary>
internal static class Surroundings
{
    private static readonly string[] NativeNames = ["mujoco", "torch", "OSMesa", "libEGL"];

    /// <summary>Versions of everything that is loaded now, by name; natives by the name of their file.</summary>
    internal static SortedDictionary<string, string> Versions()
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal) { [".NET"] = Environment.Version.ToString() };
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic && !IsOfTheSystem(a)))
            versions[assembly.GetName().Name!] = InformationalVersion(assembly);
        foreach (string native in LoadedNatives())
            versions[$"native/{Path.GetFileName(native)}"] = native;
        if (versions.Keys.Any(k => k.StartsWith("native/", StringComparison.Ordinal) && k.Contains("torch", StringComparison.Ordinal)))
            versions["libtorch"] = TorchSharp.torch.__version__;
        return versions;
    }

    /// <summary>The machine this process runs on.</summary>
    internal static MachineDescription Machine() => new(
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        ProcessorName(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1),
        RuntimeInformation.FrameworkDescription);

    /// <summary>The largest working set that this process has had so far [bytes].</summary>
    internal static long PeakMemory()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    /// <summary>The commit the program was built from, and the state of the working tree it was started in.</summary>
    /// <param name="folder">Where to look for a working tree.</param>
    internal static SourceVersion Source(string folder)
    {
        string? commit = Git(folder, "rev-parse HEAD");
        string? changes = commit is null ? null : Git(folder, "status --porcelain --untracked-files=no");
        string version = InformationalVersion(typeof(Surroundings).Assembly);
        return new SourceVersion(version.Contains('+') ? version[(version.IndexOf('+') + 1)..] : null, commit, changes is null ? null : changes.Length > 0);
    }

    private static bool IsOfTheSystem(Assembly assembly) =>
        assembly.GetName().Name is not { } name || name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "netstandard" or "mscorlib";

    private static string InformationalVersion(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "unknown";

    private static IEnumerable<string> LoadedNatives()
    {
        using Process process = Process.GetCurrentProcess();
        return [.. process.Modules.Cast<ProcessModule>()
            .Select(m => m.FileName)
            .Where(f => NativeNames.Any(n => Path.GetFileName(f).Contains(n, StringComparison.OrdinalIgnoreCase)) && !f.EndsWith(".dll", StringComparison.Ordinal))
            .Distinct()];
    }

    private static string ProcessorName()
    {
        const string Key = "model name";
        if (!File.Exists("/proc/cpuinfo"))
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
        string? line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal));
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? "unknown";
    }

    /// <summary>The output of a git command; null without git, outside a repository, or when it takes too long.</summary>
    private static string? Git(string folder, string arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            string output = git!.StandardOutput.ReadToEnd();
            return git.WaitForExit(TimeSpan.FromSeconds(5)) && git.ExitCode == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
