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
}
