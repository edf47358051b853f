using DiffOG.Diagnostics;
using DiffOG.Learning.Diagnostics;

namespace DiffOG.Learning.Safetensors;

/// <summary>Replaces a file in one step.</summary>
public static class AtomicFile
{
    /// <summary>Writes to a temporary file in the same folder, flushes it to the disk, and renames it.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="write">Writes the content; may read what it has written, and go back in it.</param>
    /// <exception cref="IOException">Writing failed; the temporary file is gone and the old file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        path = Path.GetFullPath(path);
        // The same name each time: what a killed process left behind is overwritten by the next one.
        string temporary = path + ".tmp";
        bool done = false;
        try
        {
            // Readable too: some formats put a checksum over what they have written.
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
            done = true;
        }
        finally
        {
            if (!done)
                File.Delete(temporary);
        }
    }

    /// <summary><see cref="Write"/>, with failures in words that a person can act on.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="DiffOGException">DOG1304: the folder is missing or read-only. DOG1502: the disk is full. The old file is as it was.</exception>
    public static void Replace(string path, Action<Stream> write)
    {
        try
        {
            Write(path, write);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw CheckpointErrors.NotWritten(Path.GetFullPath(path), cause);
        }
    }
}
