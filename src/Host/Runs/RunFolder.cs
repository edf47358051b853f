using DiffOG.Diagnostics;

namespace DiffOG.Host.Runs;

/// <summary>
/// The folder of one run, locked while this object lives unless it was opened to be read. What stands where is said in docs/experiments.md; every path
/// that the host writes below the folder is named here.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>The name of <see cref="Configuration"/>.</summary>
    internal const string ConfigurationName = "config.composed.json";

    /// <summary>The name of <see cref="Manifest"/>.</summary>
    internal const string ManifestName = "manifest.json";

    private readonly RunLock? runLock;

    private RunFolder(string path, RunLock? runLock) => (Root, this.runLock) = (path, runLock);

    /// <summary>The absolute path.</summary>
    internal string Root { get; }

    /// <summary>The folder's name.</summary>
    internal string Name => Path.GetFileName(Root);

    /// <summary>The experiment with everything filled in; itself an experiment file.</summary>
    internal string Configuration => this[ConfigurationName];

    /// <summary>What made the run: versions, seeds, data, machine, times.</summary>
    internal string Manifest => this[ManifestName];

    /// <summary>One JSON object a line for every measurement.</summary>
    internal string Metrics => this["metrics.jsonl"];

    /// <summary>What was said.</summary>
    internal string Log => this["log.txt"];

    /// <summary>TensorBoard events.</summary>
    internal string TensorBoard => this["tensorboard"];

    /// <summary>Stage records.</summary>
    internal string Stages => this["stages"];

    /// <summary>Demonstrations that were collected.</summary>
    internal string Demonstrations => this["demonstrations"];

    /// <summary>Checkpoints of the policy.</summary>
    internal string PolicyCheckpoints => this["checkpoints/policy"];

    /// <summary>Checkpoints of the layer.</summary>
    internal string LayerCheckpoints => this["checkpoints/layer"];

    /// <summary>One file of rollouts a refiner.</summary>
    internal string Evaluation => this["evaluation"];

    /// <summary>Videos of episodes.</summary>
    internal string Videos => this["videos"];

    /// <summary>Quadratic programs of refinements that failed.</summary>
    internal string Problems => this["problems"];

    /// <summary>What a stage with other inputs wrote before; kept, never read again.</summary>
    internal string Superseded => this["superseded"];

    /// <summary>A path below the folder.</summary>
    /// <param name="relative">With forward slashes.</param>
    internal string this[string relative] => Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The path relative to the folder, with forward slashes.</summary>
    internal string Relative(string path) => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Opens a folder, making it where it does not exist, and locks it.</summary>
    /// <param name="path">A new, empty or earlier run folder.</param>
    /// <exception cref="DiffOGException">DOG1501, DOG1504, DOG1506: it cannot be written, is in use, or is something else.</exception>
    internal static RunFolder Open(string path)
    {
        path = Path.GetFullPath(path);
        RunLock? taken;
        try
        {
            Directory.CreateDirectory(path);
            if (IsSomethingElse(path))
                throw RunErrors.NotARunFolder(path);
            taken = RunLock.TryTake(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw RunErrors.NotWritable(path, cause);
        }
        return new RunFolder(path, taken ?? throw RunErrors.InUse(path, HolderOf(path)));
    }

    /// <summary>A folder to be read only, also while another process works on it.</summary>
    /// <param name="path">An earlier run folder.</param>
    /// <exception cref="DiffOGException">DOG1506: it is something else.</exception>
    internal static RunFolder ForReading(string path)
    {
        path = Path.GetFullPath(path);
        return File.Exists(Path.Combine(path, ManifestName)) ? new RunFolder(path, null) : throw RunErrors.NotARunFolder(path);
    }

    /// <summary>Puts what another configuration left out of the way; nothing is ever deleted.</summary>
    /// <param name="reason">Part of the new folder's name, for example the stage.</param>
    /// <param name="paths">Files and folders below the run folder; missing ones are passed over.</param>
    /// <returns>Where they are now, or null when nothing was there.</returns>
    internal string? Supersede(string reason, IEnumerable<string> paths)
    {
        string[] present = [.. paths.Where(Path.Exists)];
        if (present.Length == 0)
            return null;
        string target = NewFolder(reason);
        RunErrors.Guard(target, () =>
        {
            foreach (string path in present)
            {
                string moved = Path.Combine(target, Path.GetRelativePath(Root, path));
                Directory.CreateDirectory(Path.GetDirectoryName(moved)!);
                Directory.Move(path, moved);
            }
        });
        return target;
    }

    /// <summary>Makes a folder and returns it.</summary>
    /// <exception cref="DiffOGException">DOG1502, DOG1505: it cannot be made.</exception>
    internal static string Ensure(string path)
    {
        RunErrors.Guard(path, () => Directory.CreateDirectory(path));
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => runLock?.Dispose();

    private string NewFolder(string reason)
    {
        int number = 1;
        while (Path.Exists(Path.Combine(Superseded, $"{reason}-{number}")))
            number++;
        return Path.Combine(Superseded, $"{reason}-{number}");
    }

    private static bool IsSomethingElse(string path) =>
        !File.Exists(Path.Combine(path, ManifestName))
        && Directory.EnumerateFileSystemEntries(path).Any(e => Path.GetFileName(e) is not RunLock.FileName and not (ManifestName + ".tmp") and not ConfigurationName);

    private static string HolderOf(string path)
    {
        IReadOnlyList<RunSession> sessions = RunManifest.Of(path)?.Sessions ?? [];
        return sessions.Count == 0 ? "another process" : $"process {sessions[^1].Process}, which started at {sessions[^1].Started:u}";
    }
}
