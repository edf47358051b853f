using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DiffOG.Composition;

/// <summary>
/// A plugin by its id, and its options: what an experiment names, and what the options of one plugin name of others.
/// A property that holds a choice, or a list of them, says of which kind by <see cref="PluginOfAttribute"/>.
/// </summary>
public class PluginChoice
{
    /// <summary>The plugin's id.</summary>
    [Description("Id of the plugin; 'diffog plugins list' shows all.")]
    [Required]
    public string Id { get; init; } = "";

    /// <summary>An instance of the plugin's options class; set while the configuration is bound. Null: the defaults.</summary>
    [Description("Options of the plugin.")]
    public object? Options { get; init; }
}
