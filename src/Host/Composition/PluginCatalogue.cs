using System.Reflection;
using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Host.Experiments;
using DiffOG.Host.Wording;
using Microsoft.Extensions.Logging;

namespace DiffOG.Host.Composition;

/// <summary>All plugins that can be used, and why others cannot. Immutable; safe from several threads.</summary>
public sealed partial class PluginCatalogue : IPluginMaker
{
    private readonly Dictionary<(PluginKind, string), PluginDescriptor> _plugins;

    private PluginCatalogue(IReadOnlyList<PluginDescriptor> plugins, IReadOnlyList<PluginProblem> problems, IReadOnlyList<Lazy<ISelfCheck>> selfChecks)
    {
        Plugins = [.. plugins.OrderBy(p => p.Kind).ThenBy(p => p.Id, StringComparer.Ordinal)];
        _plugins = plugins.ToDictionary(p => (p.Kind, p.Id));
        (Problems, SelfChecks) = (problems, selfChecks);
    }

    /// <summary>The plugins, by kind and id.</summary>
    public IReadOnlyList<PluginDescriptor> Plugins { get; }

    /// <summary>What was found but cannot be used, in the order of the folders.</summary>
    public IReadOnlyList<PluginProblem> Problems { get; }

    /// <summary>What plugins say about the machine; for <c>diffog doctor</c>.</summary>
    internal IReadOnlyList<Lazy<ISelfCheck>> SelfChecks { get; }

    /// <summary>Looks through folders. Nothing of a plugin is constructed.</summary>
    /// <param name="folders">Each a plugin folder, or a folder of plugin folders. Of two plugins with one id, that of the earlier folder counts.</param>
    /// <param name="loggers">Told of every problem, as a warning.</param>
    /// <exception cref="DiffOGException">DOG1112: a folder does not exist.</exception>
    public static PluginCatalogue Load(IEnumerable<string> folders, ILoggerFactory loggers)
    {
        ILogger logger = loggers.CreateLogger<PluginCatalogue>();
        List<PluginDescriptor> plugins = [];
        List<PluginProblem> problems = [];
        List<Lazy<ISelfCheck>> selfChecks = [];
        foreach (LoadedFolder folder in folders.SelectMany(PluginFolders.Within).Distinct(StringComparer.Ordinal).Select(FolderLoader.Load))
        {
            problems.AddRange(folder.Problems);
            selfChecks.AddRange(folder.SelfChecks);
            foreach (PluginDescriptor plugin in folder.Plugins)
            {
                if (plugins.Find(p => p.Kind == plugin.Kind && p.Id == plugin.Id) is { } first)
                    problems.Add(Duplicate(plugin, first));
                else
                    plugins.Add(plugin);
            }
        }
        foreach (PluginProblem problem in problems)
            LogProblem(logger, problem.Id, problem.Folder, problem.Reason);
        return new PluginCatalogue(plugins, problems, selfChecks);
    }

    /// <summary>A catalogue of factories given in code, without any folder.</summary>
    /// <param name="factories">Ids, unique within their kind, and what makes them.</param>
    public static PluginCatalogue Of(params (string Id, IPluginFactory Factory)[] factories) => new(
        [.. factories.Select(f => new PluginDescriptor(PluginKinds.KindOf(f.Factory.Contract) ?? throw new ArgumentException($"{f.Factory.Contract} is no contract.", nameof(factories)), f.Id)
        {
            ContractType = f.Factory.Contract,
            OptionsType = f.Factory.Options,
            ContractVersion = ContractVersion.Current,
            Needs = f.Factory.GetType().GetCustomAttribute<PluginAttribute>()?.Needs ?? [],
            Factory = new Lazy<IPluginFactory>(f.Factory),
        })],
        [],
        []);

    /// <summary>A plugin by its id.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id.</param>
    /// <exception cref="DiffOGException">DOG1110: there is none; DOG1111: there is one, but it cannot be used.</exception>
    public PluginDescriptor Find(PluginKind kind, string id) => TryFind(kind, id) ?? throw NotFound(kind, id);

    /// <summary>A plugin by its id, or null.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id.</param>
    public PluginDescriptor? TryFind(PluginKind kind, string id) => _plugins.GetValueOrDefault((kind, id));

    /// <summary>The ids of one kind, sorted.</summary>
    /// <param name="kind">The kind.</param>
    public IReadOnlyList<string> Ids(PluginKind kind) => [.. Plugins.Where(p => p.Kind == kind).Select(p => p.Id)];

    /// <summary>Makes what an experiment chose.</summary>
    /// <typeparam name="T">The contract that is needed; it decides the kind.</typeparam>
    /// <param name="choice">The id, and options that were bound to the plugin's options class; null for the defaults.</param>
    /// <param name="context">What the plugin may know.</param>
    /// <exception cref="DiffOGException">DOG1110, DOG1111, DOG1113, DOG1114, or what the plugin itself reports.</exception>
    public T Create<T>(PluginChoice choice, PluginContext context)
        where T : class => Create<T>(Find(KindOf<T>(), choice.Id), choice.Options, context);

    /// <summary>Makes one instance; the caller owns it.</summary>
    /// <typeparam name="T">The contract that is needed.</typeparam>
    /// <param name="plugin">One of <see cref="Plugins"/>.</param>
    /// <param name="options">An instance of its options class, validated; null for the defaults.</param>
    /// <param name="context">What the plugin may know.</param>
    /// <exception cref="ArgumentException">The options are of another class.</exception>
    /// <exception cref="DiffOGException">DOG1113: the plugin failed; DOG1114: it makes another contract; or what the plugin itself reports.</exception>
    public static T Create<T>(PluginDescriptor plugin, object? options, PluginContext context)
        where T : class
    {
        options ??= Activator.CreateInstance(plugin.OptionsType)!;
        if (!plugin.OptionsType.IsInstanceOfType(options))
            throw new ArgumentException($"The {plugin} takes {plugin.OptionsType.FullName}, not {options.GetType().FullName}.", nameof(options));
        return Construction.Make(plugin, options, context) is T made
            ? made
            : throw new DiffOGException("DOG1114", $"The {plugin} makes {plugin.ContractType.Name}, but {typeof(T).Name} is needed here.", "Choose a plugin that does; 'diffog plugins list' names the contract of each.");
    }

    /// <summary>The error for a plugin that cannot be had.</summary>
    internal DiffOGException NotFound(PluginKind kind, string id, bool hint = true)
    {
        if (Problems.FirstOrDefault(p => p.PluginIds.Contains(id)) is { } broken)
            return new DiffOGException("DOG1111", $"The {Words.Of(kind)} '{id}' cannot be used: {broken.Reason} ({broken.Id}, {broken.Folder})", broken.Next);
        IReadOnlyList<string> ids = Ids(kind);
        string there = ids.Count == 0 ? $"no {Words.Of(kind)} is installed" : $"there are {string.Join(", ", ids)}";
        return new DiffOGException("DOG1110", $"There is no {Words.Of(kind)} '{id}'; {there}.{(hint ? Nearest.Hint(id, ids) : "")}", "'diffog plugins list' shows all plugins, and those that were refused.");
    }

    private static PluginKind KindOf<T>() => PluginKinds.KindOf(typeof(T)) ?? throw new ArgumentException($"{typeof(T).Name} is no contract.");

    private static PluginProblem Duplicate(PluginDescriptor plugin, PluginDescriptor first) => new(plugin.Folder, $"There is a {plugin} already, from {first.Folder}; that one counts.", "DOG1107")
    {
        PluginIds = [plugin.Id],
        Next = "Remove one of the two, or give one another id.",
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Id}: {Folder}: {Reason}")]
    private static partial void LogProblem(ILogger logger, string id, string folder, string reason);
}
