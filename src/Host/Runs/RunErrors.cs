using DiffOG.Diagnostics;
using DiffOG.Learning.Diagnostics;

namespace DiffOG.Host.Runs;

/// <summary>The errors that run folders cause, worded in one place.</summary>
internal static class RunErrors
{
    internal static DiffOGException NotWritable(string path, Exception cause) => new(
        "DOG1501", $"The run folder '{path}' cannot be written ({cause.Message.TrimEnd('.')}).", "Name another folder with --run, or allow writing; nothing was changed.", cause);

    /// <summary>A full disk is the same error whichever file it meets.</summary>
    internal static DiffOGException NotWritten(string path, Exception cause) => CheckpointErrors.NotWritten(path, cause) is { Id: "DOG1502" } full
        ? full
        : new DiffOGException("DOG1505", $"'{path}' could not be written ({cause.Message.TrimEnd('.')}); what stood there before is untouched.", "Check that the folder exists and may be written, then run the same command again: it continues.", cause);

    internal static DiffOGException OtherExperiment(string path, string found, string wanted) => new(
        "DOG1503", $"The run folder '{path}' belongs to the experiment '{found}', not to '{wanted}'; nothing in it was changed.", "Name another folder with --run, or leave --run out to start a new one.");

    internal static DiffOGException InUse(string path, string holder) => new(
        "DOG1504", $"The run folder '{path}' is in use by {holder}.", "Wait until it has ended, or start another run with --new.");

    internal static DiffOGException NotARunFolder(string path) => new(
        "DOG1506", $"'{path}' is not empty and is not a run folder: it has no manifest.json.", "Name an empty or new folder, or one that 'diffog run' made.");

    internal static DiffOGException Unreadable(string path, Exception cause) => new(
        "DOG1507", $"'{path}' cannot be read ({cause.Message.TrimEnd('.')}).", "Restore it from a copy, or delete it: the stage that wrote it then runs again.", cause);

    internal static DiffOGException Newer(string path, int found, int known) => new(
        "DOG1508", $"'{path}' has format version {found}; this release reads up to {known}, and left the run as it is.", "Continue the run with the release that began it or a newer one, or start another with --new.");

    /// <summary>Does something with files of a run folder; what the disk refuses becomes an error with an id.</summary>
    internal static void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, cause);
        }
    }
}
