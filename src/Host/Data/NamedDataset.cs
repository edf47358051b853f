using System.Text.Json;
using System.Text.Json.Nodes;
using DiffOG.Composition;
using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Host.Composition;
using DiffOG.Host.Configuration;

namespace DiffOG.Host.Data;

/// <summary>A dataset that the command line names, and all that is needed to open it.</summary>
/// <param name="Name">As it was written.</param>
/// <param name="Choice">The plugin and its options.</param>
/// <param name="BaseFolder">Where relative paths start.</param>
/// <param name="Assumptions">What was assumed, because nobody said it.</param>
/// <param name="Horizon">The steps of the experiment's training windows; null where no experiment says.</param>
internal sealed record NamedDataset(string Name, PluginChoice Choice, string BaseFolder, IReadOnlyList<string> Assumptions, int? Horizon = null);

/// <summary>What the command line says of a dataset.</summary>
/// <param name="Source">An experiment, a file with id and options, or where the data lie; null where only the plugin is named.</param>
/// <param name="Plugin">Id of the plugin; null: recognised.</param>
/// <param name="Sets">Assignments.</param>
internal sealed record DatasetWords(string? Source, string? Plugin, IReadOnlyList<string> Sets);

/// <summary>Finds out which dataset is meant: from an experiment, from a file with id and options, or from what lies at a path.</summary>
/// <param name="services">The program's services.</param>
internal sealed class DatasetNaming(HostServices services)
{
    private const string OptionsPath = "options", RunDemonstrations = "demonstrations";

    /// <summary>Finds it.</summary>
    /// <exception cref="DiffOGException">DOG1021, DOG1491, DOG1492, and what is wrong with configurations.</exception>
    internal NamedDataset Find(DatasetWords words)
    {
        string folder = services.Surroundings.CurrentFolder;
        if (words.Source is null)
            return new(words.Plugin ?? throw NothingNamed(), Choose(words.Plugin, "{}", words.Sets), folder, []);
        string path = Path.GetFullPath(words.Source, folder);
        if (words.Plugin is not null)
            return new(words.Source, Choose(words.Plugin, JsonSerializer.Serialize(new { path }), words.Sets), folder, []);
        if (Recognise(path) is { } found)
            return new(words.Source, Choose(found.Plugin, found.Dataset.Options, words.Sets), folder, [$"format {found.Plugin} (--dataset)", .. found.Dataset.Assumptions]);
        return Path.GetExtension(path) == ".json" && File.Exists(path) ? OfJson(words, path) : throw DataErrors.NotRecognised(path, services.Plugins.Ids(PluginKind.Dataset));
    }

    private NamedDataset OfJson(DatasetWords words, string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (ChoiceIn(path) is { } choice)
            return new(words.Source!, services.Experiments.Choose(PluginKind.Dataset, choice.Id, choice.Options, Prefixed(words.Sets), folder), folder, []);
        ComposedExperiment experiment = services.Load(words.Source!, words.Sets);
        return experiment.Options.Dataset is { } named
            ? new(words.Source!, named, experiment.BaseFolder, [], HorizonOf(experiment))
            : throw DataErrors.NoDataset(words.Source!);
    }

    // A file that is no JSON is left to the loader of experiments, which says where it is wrong.
    private static (string Id, string Options)? ChoiceIn(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) is JsonObject root
                && root["id"] is JsonValue id && id.TryGetValue(out string? text) && !root.ContainsKey("task")
                ? (text, root["options"]?.ToJsonString() ?? "{}")
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int? HorizonOf(ComposedExperiment experiment) =>
        experiment.Options.Policy.Options is { } options && OptionsJson.Write(options)["horizon"] is JsonValue value && value.TryGetValue(out int horizon) ? horizon : null;

    private (string Plugin, RecognisedDataset Dataset)? Recognise(string path)
    {
        foreach (string place in (string[])[path, Path.Combine(path, RunDemonstrations)])
        {
            foreach (PluginDescriptor plugin in services.Plugins.Plugins.Where(p => p.Kind == PluginKind.Dataset))
            {
                if (plugin.Factory.Value is IDatasetRecogniser recogniser && recogniser.Recognise(place) is { } dataset)
                    return (plugin.Id, dataset);
            }
        }
        return null;
    }

    private PluginChoice Choose(string plugin, string json, IReadOnlyList<string> sets) => services.Experiments.Choose(PluginKind.Dataset, plugin, json, Prefixed(sets));

    // 'path=x' can only be meant as 'options.path=x'.
    internal static string[] Prefixed(IReadOnlyList<string> sets) => [.. sets.Select(s => s.StartsWith($"{OptionsPath}.", StringComparison.Ordinal) || s.StartsWith($"{OptionsPath}=", StringComparison.Ordinal) ? s : $"{OptionsPath}.{s}")];

    private static DiffOGException NothingNamed() => new(
        "DOG1021", "No dataset is named.", "Write 'diffog data info PATH' with a dataset's file or folder, an experiment, or --dataset ID --set path=PATH; 'diffog plugins list' shows all dataset plugins.");
}
