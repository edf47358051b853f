using DiffOG.Diagnostics;

namespace DiffOG.Host.Data;

/// <summary>The errors of the <c>data</c> commands, worded in one place.</summary>
internal static class DataErrors
{
    internal static DiffOGException NotRecognised(string path, IEnumerable<string> ids) => new(
        "DOG1491",
        $"No dataset is recognised at '{path}': {(File.Exists(path) || Directory.Exists(path) ? "what lies there has none of the known formats" : "there is no such file or folder")} ({string.Join(", ", ids)}).",
        "Check the path; a format that is not recognised by itself is named with --dataset ID and --set options.KEY=VALUE.");

    internal static DiffOGException NoDataset(string experiment) => new(
        "DOG1492", $"The experiment '{experiment}' names no dataset: it collects its demonstrations itself.", "Name the folder of a run that has collected them, or another file.");

    internal static DiffOGException Taken(string output) => new(
        "DOG1493", $"'{output}' exists already; a conversion replaces nothing.", "Name another file or folder with --output, or move that one away.");

    internal static DiffOGException NotWritten(string plugin) => new(
        "DOG1494", $"The dataset plugin '{plugin}' only reads its format.", "Convert to episodes or robomimic; 'diffog plugins list' shows all dataset plugins.");

    internal static DiffOGException CannotKeep(string plugin, string found) => new(
        "DOG1494", $"The dataset cannot be written as '{plugin}': {found}.", "Choose another format with --to, or leave out with the dataset's options what this one cannot keep.");

    internal static DiffOGException Different(string output, IEnumerable<string> differences) => new(
        "DOG1495", $"What was written for '{output}' is not what was read:{string.Concat(differences.Select(d => "\n  " + d))}\n", "Nothing was kept. Read the data again, look for a failing disk, or choose another format with --to.");
}
