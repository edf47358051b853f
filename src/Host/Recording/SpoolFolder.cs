using System.Text;
using System.Text.Json;
using DiffOG.Diagnostics;
using DiffOG.Host.Runs;
using DiffOG.Learning.Safetensors;

namespace DiffOG.Host.Recording;

/// <summary>
/// The folder <c>FILE.part</c> beside a file that is still being made: what is done already, and one small JSON file that
/// says of what it is a part. One process at a time works in it.
/// </summary>
internal sealed class SpoolFolder : IDisposable
{
    private const string DescriptionName = "description.json";
    private readonly RunLock held;

    private SpoolFolder(string path, RunLock held) => (Path, this.held) = (path, held);

    /// <summary>The folder.</summary>
    internal string Path { get; }

    /// <summary>The description that lies in the folder of a file; null where there is none.</summary>
    /// <param name="output">The file to be made.</param>
    /// <param name="parse">Reads a description.</param>
    /// <exception cref="DiffOGException">DOG1481: there is one that cannot be read.</exception>
    internal static T? Find<T>(string output, Func<string, T> parse)
        where T : class
    {
        string path = System.IO.Path.Combine(FolderOf(output), DescriptionName);
        try
        {
            return File.Exists(path) ? parse(File.ReadAllText(path)) : null;
        }
        catch (Exception cause) when (cause is JsonException or IOException or UnauthorizedAccessException)
        {
            throw RecordingErrors.NotARecording(path, $"the file cannot be read ({cause.Message.TrimEnd('.')})", cause);
        }
    }

    /// <summary>Opens the folder, or makes it.</summary>
    /// <param name="output">The file to be made.</param>
    /// <param name="description">What lies in it from now on.</param>
    /// <exception cref="DiffOGException">DOG1482: another process works in it. DOG1304, DOG1502: it cannot be written.</exception>
    internal static SpoolFolder Open(string output, string description)
    {
        string folder = FolderOf(output), path = System.IO.Path.Combine(folder, DescriptionName);
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(folder)))
            throw new DiffOGException("DOG1304", $"The folder of '{output}' does not exist.", "Make it, or name another file.");
        RunErrors.Guard(folder, () => Directory.CreateDirectory(folder));
        var spool = new SpoolFolder(folder, RunLock.TryTake(folder) ?? throw RecordingErrors.InUse(folder));
        if (!File.Exists(path))
            AtomicFile.Replace(path, stream => stream.Write(Encoding.UTF8.GetBytes(description)));
        return spool;
    }

    /// <summary>Lets the folder go, and deletes it: the file is made.</summary>
    internal void Remove()
    {
        held.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    /// <summary>Removes the folder of a file that is made already, where one was left and nobody works in it.</summary>
    internal static void RemoveLeft(string output)
    {
        string folder = FolderOf(output);
        if (Directory.Exists(folder) && RunLock.TryTake(folder) is { } held)
            new SpoolFolder(folder, held).Remove();
    }

    /// <summary>Lets the folder go; it stays only where something is in it that can be continued.</summary>
    public void Dispose()
    {
        held.Dispose();
        if (Directory.Exists(Path) && Directory.EnumerateFiles(Path).All(f => System.IO.Path.GetFileName(f) is DescriptionName or RunLock.FileName))
            Directory.Delete(Path, recursive: true);
    }

    private static string FolderOf(string output) => output + ".part";
}
