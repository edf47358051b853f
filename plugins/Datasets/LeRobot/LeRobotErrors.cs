using DiffOG.Diagnostics;

namespace DiffOG.Datasets.LeRobot;

/// <summary>The errors of this plugin; each has a page under docs/errors.</summary>
internal static class LeRobotErrors
{
    internal static DiffOGException NoDataset(string path, string found, string? nearby = null) => new(
        "DOG1460", $"There is no LeRobot dataset at '{path}': {found}. A dataset is a folder with meta/info.json and data/.",
        nearby is null ? "Check the path; a dataset of the Hugging Face hub is downloaded with 'hf download --repo-type dataset OWNER/NAME --local-dir FOLDER'." : $"Did you mean '{nearby}'?");

    internal static DiffOGException Info(string path, string problem, Exception? cause = null) => new(
        "DOG1461", $"'{path}' does not describe a dataset that can be read: {problem}.", "Copy or download the dataset's meta folder again, or correct the file.", cause);

    internal static DiffOGException Version(string path, string version) => new(
        "DOG1462", $"'{path}' says that the dataset has the layout '{version}'; v2.0, v2.1 and v3.0 can be read.", "Convert it with LeRobot's own scripts, or use a newer release of this plugin.");

    internal static DiffOGException NoFeature(string root, string key, string wanted, IReadOnlyCollection<string> present) => new(
        "DOG1463", $"'{root}' has no {wanted} '{key}'; there are {(present.Count == 0 ? "none" : string.Join(", ", present.Order(StringComparer.Ordinal)))}.", "Put names of these into the dataset's options.");

    internal static DiffOGException Table(string path, string problem, Exception? cause = null) => new(
        "DOG1464", $"The table '{path}' cannot be read: {problem}.", "The file was probably cut short or damaged in copying: copy, download or record it again.", cause);

    internal static DiffOGException Misfit(string root, string problem, string next) => new("DOG1465", $"The parts of '{root}' do not fit: {problem}.", next);

    internal static DiffOGException NotFinite(string path, string column, int episode, int step) => new(
        "DOG1466", $"'{column}' holds a value that is not finite in episode {episode}, at step {step} ('{path}').", "Leave that episode out with the option 'episodes', or record it again.");

    internal static DiffOGException OtherObservations(string root, string selected, string wanted) => new(
        "DOG1467", $"The observations chosen from '{root}' are {selected}; the task's are {wanted}.", "Give the option 'observations' the task's parts, with the same names, sizes and order.");

    internal static DiffOGException NotWritten(string path, string problem, Exception? cause = null) => new(
        "DOG1470", $"'{path}' cannot be written: {problem}.", "Free disk space or correct the folder's permissions; what was there before is as it was.", cause);

    internal static DiffOGException OtherSpecs(string root, string found, string wanted) => new(
        "DOG1471", $"The dataset at '{root}' holds {found}, and {wanted} would be appended.", "Name another folder; a new dataset is made where there is none.");

    internal static DiffOGException NoFfmpeg(string found, Exception? cause = null) => new(
        "DOG1468", $"The pictures of this dataset are decoded by ffmpeg: {found}.", "Install it ('sudo apt-get install ffmpeg', 'brew install ffmpeg', 'winget install ffmpeg'), or give its path in the option 'ffmpeg'; without pictures, give 'cameras' an empty list.", cause);

    internal static DiffOGException Pictures(string name, string problem, Exception? cause = null) => new(
        "DOG1469", $"The pictures of '{name}' cannot be decoded: {problem}.", "The file was probably cut short or damaged in copying: copy or download it again, or leave the episode out with the option 'episodes'.", cause);
}
