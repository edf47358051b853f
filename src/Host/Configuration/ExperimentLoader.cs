using System.Text;
using DiffOG.Composition;
using DiffOG.Host.Composition;
using DiffOG.Host.Experiments;

namespace DiffOG.Host.Configuration;

/// <summary>Composes experiments: the files a file extends, the file, the environment, assignments; the last wins.</summary>
/// <param name="catalogue">Knows the options of every plugin.</param>
/// <param name="currentFolder">Where paths given on the command line start; the process's own when left out.</param>
public sealed class ExperimentLoader(PluginCatalogue catalogue, string? currentFolder = null)
{
    /// <summary>Where assignments find the options of a choice that no file makes.</summary>
    private const string OptionsKey = "options";

    private readonly string _folder = Path.GetFullPath(currentFolder ?? Directory.GetCurrentDirectory());

    /// <summary>Composes and checks an experiment. No plugin is constructed.</summary>
    /// <param name="path">The experiment file.</param>
    /// <param name="sets">Assignments <c>path=value</c>, in order.</param>
    /// <param name="environment">Environment variables; those that begin with <c>DIFFOG_</c> and name a key count.</param>
    /// <exception cref="ConfigurationException">DOG1200: everything that is wrong.</exception>
    public ComposedExperiment Load(string path, IReadOnlyList<string> sets, IReadOnlyDictionary<string, string> environment)
    {
        List<ConfigurationProblem> problems = [];
        FileLayers files = new(_folder, problems);
        List<ConfigLayer> layers = [.. files.Read(path)];
        layers.AddRange(Assignments.Environment(environment, _folder, problems));
        layers.AddRange(sets.Select(s => Assignments.Set(s, _folder, problems)).OfType<ConfigLayer>());
        // What could not be read would be reported a second time as missing.
        ThrowIfAny(problems);
        ExperimentOptions options = (ExperimentOptions)new OptionsBinder(catalogue, problems).Bind(Root(layers, files), new ExperimentOptions());
        ThrowIfAny(problems);
        return new ComposedExperiment(options, OptionsJson.Write(options))
        {
            BaseFolder = Path.GetDirectoryName(Path.GetFullPath(path, _folder))!,
            Sources = [.. files.Files, .. layers.Select(l => l.Root.Place.Source).Where(s => s.IsAssignment).Select(s => s.Name)],
        };
    }

    /// <summary>A choice that the program makes itself, with options as strict as those of a file.</summary>
    /// <param name="kind">The kind of the plugin.</param>
    /// <param name="id">Its id.</param>
    /// <param name="json">A JSON object with its options.</param>
    /// <param name="sets">Assignments <c>options.path=value</c> that count more, in order.</param>
    /// <param name="folder">Where relative paths of the options start; the current folder when left out.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1110, DOG1111: there is no such plugin; DOG1200: the options are not its own.</exception>
    public PluginChoice Choose(PluginKind kind, string id, string json, IReadOnlyList<string>? sets = null, string? folder = null)
    {
        PluginDescriptor plugin = catalogue.Find(kind, id);
        List<ConfigurationProblem> problems = [];
        ConfigNode? node = StrictJson.Read(Encoding.UTF8.GetBytes(json), new ConfigSource($"options of {plugin}", folder ?? _folder), problems);
        ThrowIfAny(problems);
        if (sets is { Count: > 0 })
            node = WithAssignments(node!, sets, problems);
        object options = new OptionsBinder(catalogue, problems).Bind(node!, Activator.CreateInstance(plugin.OptionsType)!, sets is { Count: > 0 } ? OptionsKey : "");
        ThrowIfAny(problems);
        return new PluginChoice { Id = id, Options = options };
    }

    private ConfigNode WithAssignments(ConfigNode options, IReadOnlyList<string> sets, List<ConfigurationProblem> problems)
    {
        ConfigLayer below = new(new ConfigNode(NodeKind.Object, options.Place) { Members = [new(OptionsKey, options)] });
        ConfigNode composed = new Layering([below, .. sets.Select(s => Assignments.Set(s, _folder, problems)).OfType<ConfigLayer>()], catalogue).Compose();
        foreach ((string name, ConfigNode stranger) in composed.Members.Where(m => m.Key != OptionsKey))
            problems.Add(new ConfigurationProblem("DOG1205", stranger.Place.ToString(), name, "there is no such key", OptionsKey, Wording.Nearest.Hint(name, [OptionsKey])));
        ThrowIfAny(problems);
        return composed.Members.First(m => m.Key == OptionsKey).Value;
    }

    private ConfigNode Root(List<ConfigLayer> layers, FileLayers files)
    {
        // Errors of the whole, such as a missing key, are those of the experiment file.
        Place file = layers[files.LayerCount - 1].Root.Place;
        return new Layering(layers, catalogue).Compose() with { Place = file };
    }

    private static void ThrowIfAny(List<ConfigurationProblem> problems)
    {
        if (problems.Count > 0)
            throw new ConfigurationException([.. problems.Distinct()]);
    }
}
