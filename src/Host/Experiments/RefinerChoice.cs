using System.ComponentModel;
using DiffOG.Composition;

namespace DiffOG.Host.Experiments;

/// <summary>A refiner to compare, and what the report calls it.</summary>
public sealed class RefinerChoice : PluginChoice
{
    /// <summary>The name in the report; the id when left out. Must be unique in the experiment.</summary>
    [Description("Name in the report; the id when left out.")]
    public string? Label { get; init; }

    /// <summary>What the report calls it: the label, or else the id.</summary>
    public string Name => string.IsNullOrWhiteSpace(Label) ? Id : Label;
}
