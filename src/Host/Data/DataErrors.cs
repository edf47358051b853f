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
}
