namespace DiffOG.Host.Composition;

/// <summary>Why a plugin folder, or one plugin in it, is not used.</summary>
/// <param name="Folder">The folder, absolute.</param>
/// <param name="Reason">What was found and what is allowed: whole sentences.</param>
/// <param name="Id">The error's id, DOG11xx.</param>
public sealed record PluginProblem(string Folder, string Reason, string Id)
{
    /// <summary>The ids of the plugins that are lost by it, as far as they can be read.</summary>
    public IReadOnlyList<string> PluginIds { get; init; } = [];

    /// <summary>What its author or user should do next.</summary>
    public string Next { get; init; } = "";
}
