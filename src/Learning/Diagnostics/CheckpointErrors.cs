using DiffOG.Diagnostics;

namespace DiffOG.Learning.Diagnostics;

/// <summary>The errors that checkpoint files cause, worded in one place.</summary>
public static class CheckpointErrors
{
    private const int NoSpaceOnUnix = 28;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    /// <summary>DOG1303.</summary>
    /// <param name="path">The file that was looked for.</param>
    /// <param name="cause">The technical cause.</param>
    public static DiffOGException NotFound(string path, Exception cause) =>
        new DiffOGException("DOG1303", $"There is no checkpoint at '{path}'.", "Check the path, or train first.", cause);

    /// <summary>DOG1301.</summary>
    /// <param name="path">The file.</param>
    /// <param name="found">What is wrong with it.</param>
    /// <param name="cause">The technical cause.</param>
    public static DiffOGException Corrupt(string path, string found, Exception? cause = null) =>
        new DiffOGException("DOG1301", $"'{path}' is not a sound safetensors file: {found}.", "Restore the file from a copy, or train again from an earlier checkpoint.", cause);

    /// <summary>DOG1302.</summary>
    /// <param name="path">The file.</param>
    /// <param name="differences">All differences, one each.</param>
    public static DiffOGException Mismatch(string path, IReadOnlyList<string> differences) =>
        new DiffOGException("DOG1302", $"'{path}' does not fit the model:{string.Concat(differences.Select(d => "\n  " + d))}\n", "Use the configuration that the checkpoint was written with, or start a new run.");

    /// <summary>DOG1305.</summary>
    /// <param name="path">The file.</param>
    /// <param name="differences">All differences, one each: key, found, expected.</param>
    public static DiffOGException OtherTask(string path, IReadOnlyList<string> differences) =>
        new DiffOGException("DOG1305", $"The checkpoint '{path}' was trained for something else than this experiment:{string.Concat(differences.Select(d => "\n  " + d))}\n", "Use the task and the policy options that it was trained with, or train again.");

    /// <summary>DOG1304, or DOG1502 where the disk is full.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cause">What the system said.</param>
    public static DiffOGException NotWritten(string path, Exception cause) => cause.HResult is NoSpaceOnUnix or NoSpaceOnWindows
        ? new DiffOGException("DOG1502", $"No space is left for '{path}'; what stood there before is untouched.", "Free some space and run the same command again: it continues.", cause)
        : new DiffOGException("DOG1304", $"'{path}' could not be written ({cause.Message.TrimEnd('.')}); what stood there before is untouched.", "Check that the folder exists and may be written, then resume the run.", cause);
}
