namespace DiffOG.Composition;

/// <summary>Makes plugins that somebody chose; the host's, and in a program without the host whatever stands in for it.</summary>
public interface IPluginMaker
{
    /// <summary>Makes one instance; the caller owns it.</summary>
    /// <typeparam name="T">The contract that is needed; it decides the kind.</typeparam>
    /// <param name="choice">The id, and options of the plugin's options class, validated.</param>
    /// <param name="context">What the plugin may know.</param>
    /// <exception cref="Diagnostics.DiffOGException">There is no such plugin, it cannot be used, or it refuses.</exception>
    T Create<T>(PluginChoice choice, PluginContext context)
        where T : class;
}
