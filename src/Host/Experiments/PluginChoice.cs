using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DiffOG.Host.Experiments;

/// <summary>A plugin by its id, and its options.</summary>
public class PluginChoice
{
    /// <summary>The plugin's id.</summary>
    [Description("Id of the plugin; 'diffog plugins list' shows all.")]
    [Required]
    public string Id { get; init; } = "";

    /// <summary>An instance of the plugin's options class; set while the configuration is bound.</summary>
    [Description("Options of the plugin.")]
    public object? Options { get; init; }
}

/// <summary>A refiner to compare, and what the report calls it.</summary>
public sealed class RefinerChoice : PluginChoice
{
    /// <summary>The name in the report; the id when left out. Must be unique in the experiment.</summary>
    [Description("Name in the report; the id when left out.")]
    public string? Label { get; init; }

    /// <summary>What the report calls it: the label, or else the id.</summary>
    public string Name => string.IsNullOrWhiteSpace(Label) ? Id : Label;
}
