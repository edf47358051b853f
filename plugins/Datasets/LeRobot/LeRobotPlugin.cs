using System.Text.Json;
using DiffOG.Composition;
using DiffOG.Datasets.LeRobot.Format;
using DiffOG.Datasets.LeRobot.Writing;
using DiffOG.Diagnostics;
using DiffOG.Specs;

namespace DiffOG.Datasets.LeRobot;

/// <summary>
/// Reads demonstrations that LeRobot recorded. A folder that holds nothing yet becomes an empty dataset when the context
/// says what is observed, what is commanded and how often; such a dataset can be appended to.
/// </summary>
[Plugin("lerobot", "Demonstrations in LeRobot's layout (v2.0, v2.1, v3.0): Parquet tables and films.")]
public sealed class LeRobotPlugin : Plugin<IDemonstrationDataset, LeRobotOptions>, IDatasetRecogniser
{
    /// <inheritdoc/>
    /// <remarks>Where the task's observations are known, those that are read must have the same names, sizes and order.</remarks>
    public override IDemonstrationDataset Create(LeRobotOptions options, PluginContext context)
    {
        string root = context.PathOf(options.Path);
        if (!Holds(root) && IsEmpty(root) && WrittenForm.From(context) is { } form)
            DatasetWriter.Begin(root, form, options.DoublePrecision);
        if (!Directory.Exists(root))
            throw LeRobotErrors.NoDataset(root, File.Exists(root) ? "it is a file" : "there is no such folder");
        if (!Holds(root))
            throw LeRobotErrors.NoDataset(root, "the folder has no meta/info.json", Nearby(root));
        LeRobotDataset Open() => new(options, new DatasetFolder(root), context.Observations);
        LeRobotDataset dataset = Open();
        if (context.Observations is ObservationSpec task && Named(task) != Named(dataset.Spec.Observations))
            throw LeRobotErrors.OtherObservations(root, Named(dataset.Spec.Observations), Named(task));
        if (dataset.IsWritten && WrittenForm.From(context) is { } wanted && WrittenForm.Shown(dataset.Spec.Action, dataset.Spec.Rate) is { } found && found != WrittenForm.Shown(wanted.Action, wanted.Rate))
            throw LeRobotErrors.OtherSpecs(root, found, WrittenForm.Shown(wanted.Action, wanted.Rate));
        return dataset.IsWritten && options.Episodes is null && options.Observations is null ? new LeRobotSink(Open, dataset, () => DatasetWriter.Open(root, options.Task)) : dataset;
    }

    /// <inheritdoc/>
    public RecognisedDataset? Recognise(string path) => !Holds(path) ? null
        : new RecognisedDataset(JsonSerializer.Serialize(new { path }), SaysMode(path) ? [] : ["actions that are absolute: the format does not say (options.action.mode)"]);

    /// <summary>Whether this project's writer made it. What is wrong with a description is said when the dataset is opened.</summary>
    private static bool SaysMode(string root)
    {
        try
        {
            return DatasetInfo.Read(new DatasetFolder(root)).Specs is not null;
        }
        catch (DiffOGException)
        {
            return false;
        }
    }

    private static string Named(ObservationSpec spec) => string.Join(", ", spec.Entries.Select(e => $"{e.Name}[{e.Size}]"));

    private static bool IsEmpty(string root) => !File.Exists(root) && (!Directory.Exists(root) || !Directory.EnumerateFileSystemEntries(root).Any());

    private static bool Holds(string folder) => File.Exists(Path.Combine(folder, "meta", "info.json"));

    private static string? Nearby(string path)
    {
        try
        {
            return Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal).Prepend(Path.GetDirectoryName(path) ?? path).FirstOrDefault(Holds);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
