using DiffOG.Composition;
using DiffOG.Host.Composition;
using DiffOG.Host.Configuration;
using DiffOG.Host.Experiments;

namespace DiffOG.Host.Stages;

/// <summary>Parts from the plugin folders.</summary>
/// <param name="catalogue">All plugins.</param>
/// <param name="loader">Binds their options.</param>
internal sealed class CataloguePlugins(PluginCatalogue catalogue, ExperimentLoader loader) : IPluginSource
{
    /// <inheritdoc/>
    public T Create<T>(PluginChoice choice, PluginContext context)
        where T : class => catalogue.Create<T>(choice, context);

    /// <inheritdoc/>
    public PluginChoice Choose(PluginKind kind, string id, string json) => loader.Choose(kind, id, json);

    /// <inheritdoc/>
    public bool Needs(PluginKind kind, string id, Type part) => catalogue.Find(kind, id).Needs.Contains(part);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> NativeVersions() =>
        catalogue.SelfChecks.SelectMany(Loaded).DistinctBy(v => v.Key).ToDictionary(v => v.Key, v => v.Value);

    /// <summary>A plugin that cannot say its versions stops no run.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Loaded(Lazy<ISelfCheck> check)
    {
        try
        {
            return [.. check.Value.LoadedVersions];
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public string VersionOf(PluginKind kind, string id) => catalogue.Find(kind, id).Version.ToString();
}
