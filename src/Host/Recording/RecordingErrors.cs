using DiffOG.Diagnostics;

namespace DiffOG.Host.Recording;

/// <summary>The errors that recordings cause, worded in one place.</summary>
internal static class RecordingErrors
{
    internal static DiffOGException OtherRecording(string path, IEnumerable<string> differences) => new(
        "DOG1480", $"'{path}' was recorded otherwise than is asked now:{string.Concat(differences.Select(d => "\n  " + d))}\n", "Ask for the same again to continue it, or name another file with --output.");

    internal static DiffOGException NotARecording(string path, string found, Exception? cause = null) => new(
        "DOG1481", $"'{path}' cannot be continued: {found}.", "Name another file with --output, or move this one away; it is left as it is.", cause);

    internal static DiffOGException InUse(string folder) => new(
        "DOG1482", $"Another process is recording into '{folder}'.", "Wait until it has ended, or name another file with --output.");

    internal static DiffOGException NoSource(string path, string found, Exception? cause = null) => new(
        "DOG1483", $"'{path}' is no recording whose states could be rendered: {found}.", "Name a file that 'diffog collect TASK --output FILE.hdf5' recorded.", cause);

    internal static DiffOGException OtherStates(string path, string dataset, string task, Exception cause) => new(
        "DOG1484", $"'{dataset}' of '{path}' does not fit the task '{task}' as it is now: {cause.Message}", "The states are of another version of the task, or of other options: record the demonstrations again.", cause);

    internal static DiffOGException NotCopied(string path, string place, string found) => new(
        "DOG1485", $"'{place}' of '{path}' cannot be copied: {found}.", "Remove it from the file first; numbers (float64, float32, int64, int32, bytes) and text are copied.");
}
