using DiffOG.Diagnostics;

namespace DiffOG.Host.Composition;

/// <summary>Where plugins are looked for.</summary>
internal static class PluginFolders
{
    /// <summary>The variable with further folders, separated as in PATH.</summary>
    public const string Variable = "DIFFOG_PLUGINS";

    /// <summary>The option of <c>runtimeconfig.json</c> with the folder that the build fills, written by <c>eng/PluginHost.targets</c>.</summary>
    private const string Recorded = "DiffOG.Plugins.Folder";

    /// <summary>Folders named on the command line, those of <see cref="Variable"/>, <c>plugins/</c> beside the program, and the build's; the earlier counts more.</summary>
    public static IReadOnlyList<string> Default(IEnumerable<string> named, string? variable)
    {
        string home = AppContext.BaseDirectory;
        string[] optional = AppContext.GetData(Recorded) is string recorded ? [Path.Combine(home, "plugins"), Path.Combine(home, recorded)] : [Path.Combine(home, "plugins")];
        return [.. named, .. (variable ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), .. optional.Where(Directory.Exists)];
    }

    /// <summary>The plugin folders in a folder: itself where it has a manifest, else its subfolders, by name.</summary>
    /// <exception cref="DiffOGException">DOG1112: it does not exist, or cannot be read.</exception>
    public static IEnumerable<string> Within(string folder)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(Path.Combine(path, PluginManifest.FileName)))
            return [path];
        try
        {
            return [.. Directory.GetDirectories(path).Where(d => !Path.GetFileName(d).StartsWith('.')).Order(StringComparer.Ordinal)];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DiffOGException("DOG1112", $"The plugin folder {path} cannot be read: {cause.Message}", $"Correct --plugins or {Variable}.", cause);
        }
    }
}
