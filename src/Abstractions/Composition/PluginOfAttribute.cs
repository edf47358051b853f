namespace DiffOG.Composition;

/// <summary>Says of which kind the plugin in a <see cref="PluginChoice"/>, or in a list of them, is.</summary>
/// <param name="kind">The kind.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PluginOfAttribute(PluginKind kind) : Attribute
{
    /// <summary>The kind.</summary>
    public PluginKind Kind { get; } = kind;
}
