using DiffOG.Composition;

namespace DiffOG.Testing.Fakes;

/// <summary>Makes plugins from factories given in code: stands in for the host where the options of one plugin choose others.</summary>
/// <param name="factories">Ids, unique within their kind, and what makes them.</param>
public sealed class GivenPlugins(params (string Id, IPluginFactory Factory)[] factories) : IPluginMaker
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">None of the given factories has this id and makes <typeparamref name="T"/>.</exception>
    public T Create<T>(PluginChoice choice, PluginContext context)
        where T : class
    {
        IPluginFactory factory = factories.FirstOrDefault(f => f.Id == choice.Id && typeof(T).IsAssignableFrom(f.Factory.Contract)).Factory
            ?? throw new ArgumentException($"'{choice.Id}' is none of the given plugins that make {typeof(T).Name}.", nameof(choice));
        return (T)factory.Create(choice.Options ?? Activator.CreateInstance(factory.Options)!, context);
    }
}
