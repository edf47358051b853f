namespace DiffOG.Host.Runs;

/// <summary>
/// Keeps two processes from writing one run folder. The operating system releases the lock when the process ends, however
/// it ends, so a killed run never has to be unlocked by hand.
/// </summary>
internal sealed class RunLock : IDisposable
{
    internal const string FileName = "run.lock";
    private readonly FileStream stream;

    private RunLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes the lock; null while another process holds it.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    internal static RunLock? TryTake(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return new RunLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path) && IsHeld(path))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    /// <summary>Tells a held lock from a disk that refuses: only the former can still be opened without asking for the lock.</summary>
    private static bool IsHeld(string path)
    {
        using var shared = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return true;
    }
}
