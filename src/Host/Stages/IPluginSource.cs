using DiffOG.Composition;

namespace DiffOG.Host.Stages;

/// <summary>Where the parts of an experiment come from.</summary>
internal interface IPluginSource : IPluginMaker
{
    /// <summary>Options of a plugin that the host itself chooses.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="id">The id.</param>
    /// <param name="json">A JSON object.</param>
    /// <exception cref="Diagnostics.DiffOGException">There is no such plugin, or the options are not its own.</exception>
    PluginChoice Choose(PluginKind kind, string id, string json);

    /// <summary>Whether a plugin says that it needs a part which is made only for those that do.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="id">The id.</param>
    /// <param name="part">The part's contract.</param>
    bool Needs(PluginKind kind, string id, Type part);

    /// <summary>Versions of the native libraries that plugins have loaded, by name.</summary>
    IReadOnlyDictionary<string, string> NativeVersions();

    /// <summary>The version of a plugin: a stage is run again when it changes.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="id">The id.</param>
    string VersionOf(PluginKind kind, string id);
}
