namespace DiffOG.Host.Composition;

/// <summary>A check of a plugin failed; never leaves the composition, where it becomes a <see cref="PluginProblem"/>.</summary>
internal sealed class RefusedException(string id, string reason, string next) : Exception(reason)
{
    public PluginProblem In(string folder, IReadOnlyList<string> plugins) => new(folder, Message, id) { Next = next, PluginIds = plugins };
}
