using DiffOG.Diagnostics;

namespace DiffOG.Datasets.Episodes;

/// <summary>The errors that a folder of episodes causes, worded in one place.</summary>
internal static class EpisodesErrors
{
    internal static DiffOGException NoDataset(string folder) => new(
        "DOG1450", $"'{folder}' holds no dataset: there is no {DatasetDescription.FileName} in it.", "Check the path, or collect demonstrations into it first.");

    internal static DiffOGException BadDescription(string path, string found, Exception? cause = null) => new(
        "DOG1451", $"'{path}' does not describe a dataset of format version {DatasetDescription.Version}: {found}.", "Restore the file from a copy, or collect the demonstrations again.", cause);

    internal static DiffOGException MissingEpisode(string path, string later) => new(
        "DOG1452", $"'{path}' is missing, but there is {later}; episodes are numbered without gaps.", "Restore the file, or renumber the later ones.");

    internal static DiffOGException BadEpisode(string path, string found, Exception? cause = null) => new(
        "DOG1453", $"'{path}' is not a sound episode of its dataset: {found}.", "Restore the file from a copy; if there is none, delete it and give its number to the last episode.", cause);

    internal static DiffOGException OtherTask(string path, IEnumerable<string> differences) => new(
        "DOG1454", $"'{path}' describes demonstrations of something else:{string.Concat(differences.Select(d => "\n  " + d))}\n", "Name another folder, or the task the demonstrations were made with.");

    internal static DiffOGException Taken(string path) => new(
        "DOG1455", $"'{path}' has appeared since the dataset was opened: something else writes into the folder.", "Let only one run collect into a folder.");
}
