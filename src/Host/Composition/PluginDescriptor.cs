using DiffOG.Composition;

namespace DiffOG.Host.Composition;

/// <summary>What is known of a plugin without constructing it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">What configurations name; unique within the kind.</param>
public sealed record PluginDescriptor(PluginKind Kind, string Id)
{
    /// <summary>One line for lists.</summary>
    public string Description { get; init; } = "";

    /// <summary>The version of its assembly.</summary>
    public Version Version { get; init; } = new(0, 0);

    /// <summary>The version of the contracts it was built against.</summary>
    public Version ContractVersion { get; init; } = new(0, 0);

    /// <summary>The class that its options are bound to.</summary>
    public required Type OptionsType { get; init; }

    /// <summary>The contract it makes: the kind's own, or one that extends it.</summary>
    public required Type ContractType { get; init; }

    /// <summary>Contracts of parts that the host provides only to those that ask for them.</summary>
    public IReadOnlyList<Type> Needs { get; init; } = [];

    /// <summary>The folder it was loaded from, absolute; empty where it was given in code.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Constructs the factory on first use.</summary>
    internal Lazy<IPluginFactory> Factory { get; init; } = new(() => throw new InvalidOperationException("The plugin is not composed."));

    /// <summary>The kind and the id, as messages name a plugin.</summary>
    public override string ToString() => $"{Words.Of(Kind)} '{Id}'";
}
