using System.Composition;

namespace DiffOG.Composition;

/// <summary>Makes something from options; what the host imports. Authors derive from <see cref="Plugin{TContract, TOptions}"/>.</summary>
public interface IPluginFactory
{
    /// <summary>The contract that is made; its kind is the plugin's kind.</summary>
    Type Contract { get; }

    /// <summary>The options class; it has a parameterless constructor, and its defaults are the defaults.</summary>
    Type Options { get; }

    /// <summary>Makes one instance.</summary>
    /// <param name="options">An instance of <see cref="Options"/>, already validated.</param>
    /// <param name="context">What the host knows.</param>
    object Create(object options, PluginContext context);
}

/// <summary>The base of every plugin: says what it makes from which options.</summary>
/// <typeparam name="TContract">One of the eight contracts, or a type that implements one.</typeparam>
/// <typeparam name="TOptions">The options class: sealed, init-only properties, DataAnnotations, defaults.</typeparam>
public abstract class Plugin<TContract, TOptions> : IPluginFactory
    where TContract : class
    where TOptions : class, new()
{
    /// <inheritdoc/>
    public Type Contract => typeof(TContract);

    /// <inheritdoc/>
    public Type Options => typeof(TOptions);

    /// <summary>Makes one instance. The caller owns it.</summary>
    /// <param name="options">Validated options.</param>
    /// <param name="context">What the host knows.</param>
    /// <exception cref="Diagnostics.DiffOGException">The options do not fit the context, or something on the machine is missing.</exception>
    public abstract TContract Create(TOptions options, PluginContext context);

    /// <inheritdoc/>
    object IPluginFactory.Create(object options, PluginContext context) => Create((TOptions)options, context);
}

/// <summary>Options of a plugin that has none.</summary>
public sealed class NoOptions;

/// <summary>
/// Announces a plugin: put it on a class that derives from <see cref="Plugin{TContract, TOptions}"/>. Id and description
/// are read from the assembly without constructing anything.
/// </summary>
/// <param name="id">Unique within its kind, lower case, words joined by hyphens, an optional family before a slash: <c>mujoco/lift</c>.</param>
/// <param name="description">One line for lists.</param>
[MetadataAttribute]
[AttributeUsage(AttributeTargets.Class)]
public sealed class PluginAttribute(string id, string description) : ExportAttribute(typeof(IPluginFactory))
{
    /// <summary>The id that configurations name.</summary>
    public string Id { get; } = id;

    /// <summary>One line for lists.</summary>
    public string Description { get; } = description;

    /// <summary>
    /// Contracts of parts that cost so much that the host provides them only where they are named here:
    /// <c>typeof(IQProjector)</c>, which has to be trained. <see cref="PluginContext.Part{T}"/> has the other parts anyway.
    /// </summary>
    public Type[] Needs { get; init; } = [];
}
