namespace DiffOG.Host.Runs;

/// <summary>
/// Keeps two processes from writing one run folder. The operating system releases the lock when the process ends, however
/// it ends, so a killed run never has to be unlocked by hand.
/// </summary>
internal sealed class RunLock : IDisposable
{
    internal const string FileName = "run.lock";

    // EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];
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
        catch (IOException cause) when (Held.Contains(cause.HResult))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
