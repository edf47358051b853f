namespace DiffOG.Simulation.MuJoCo.Interop.Loading;

/// <summary>A folder that may hold a MuJoCo: a release as unpacked, unpacked packages, or a system's own tree.</summary>
internal static class MuJoCoFolder
{
    private static readonly string[] Prefixes = ["", "usr"];

    /// <summary>The library and headers in a folder.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="missing">What is not there, when the result is null.</param>
    public static MuJoCoLocation? Find(string folder, out string missing)
    {
        string? library = LibraryFolders(folder).Select(Newest).FirstOrDefault(f => f is not null);
        string? headers = HeaderFolders(folder).FirstOrDefault(f => File.Exists(Path.Combine(f, "mujoco", "mujoco.h")));
        missing = (Directory.Exists(folder), library, headers) switch
        {
            (false, _, _) => "it does not exist",
            (_, null, null) => $"it holds neither {LibraryPattern} nor include/mujoco/mujoco.h",
            (_, null, _) => $"it holds no {LibraryPattern}",
            (_, _, null) => "it holds no include/mujoco/mujoco.h, from which the layouts are read",
            _ => "",
        };
        return missing.Length == 0 ? new MuJoCoLocation(library!, headers!) : null;
    }

    private static string LibraryPattern =>
        OperatingSystem.IsWindows() ? "mujoco.dll" : OperatingSystem.IsMacOS() ? "libmujoco*.dylib" : "libmujoco.so*";

    private static IEnumerable<string> LibraryFolders(string folder)
    {
        foreach (string root in Prefixes.Select(p => Path.Combine(folder, p)))
        {
            yield return Path.Combine(root, "lib");
            foreach (string triplet in Subfolders(Path.Combine(root, "lib"), "*-linux-gnu*"))
                yield return triplet;
            yield return Path.Combine(root, "lib64");
            yield return Path.Combine(root, "bin");
            yield return root;
        }
        yield return Path.Combine(folder, "mujoco.framework", "Versions", "A");
    }

    private static IEnumerable<string> HeaderFolders(string folder)
    {
        foreach (string prefix in Prefixes)
            yield return Path.Combine(folder, prefix, "include");
        // The folder with the library itself may be named.
        if (Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)) is { } parent)
            yield return Path.Combine(parent, "include");
    }

    private static string? Newest(string folder) => Directory.Exists(folder)
        ? Directory.GetFiles(folder, LibraryPattern).OrderByDescending(f => f.Length).ThenByDescending(f => f, StringComparer.Ordinal).FirstOrDefault()
        : null;

    private static string[] Subfolders(string folder, string pattern) =>
        Directory.Exists(folder) ? [.. Directory.GetDirectories(folder, pattern).Order(StringComparer.Ordinal)] : [];
}
