using System.Reflection;
using System.Text.RegularExpressions;
using DiffOG.Composition;
using DiffOG.Host.Configuration;
using DiffOG.Projectors;

namespace DiffOG.Host.Composition;

/// <summary>What is checked of a class with a <see cref="PluginAttribute"/> before it is composed.</summary>
internal static partial class ClassCheck
{
    /// <summary>Everything about a plugin that can be known without constructing it; its factory is filled in later.</summary>
    /// <exception cref="RefusedException">DOG1105 to DOG1108: the class cannot be used.</exception>
    public static PluginDescriptor Describe(Type type, PluginAttribute attribute)
    {
        if (!IdPattern().IsMatch(attribute.Id))
            throw new RefusedException("DOG1106", $"{type.FullName} has the id '{attribute.Id}'; an id is lower-case words and numbers joined by hyphens, with an optional family before a slash: mujoco/lift.", "Correct the id in its [Plugin] attribute.");
        (Type contract, Type options) = Arguments(type);
        if (type.IsAbstract || type.ContainsGenericParameters || type.GetConstructor(Type.EmptyTypes) is null)
            throw Unusable(type, "it must be a concrete class with a public constructor without parameters");
        if (PluginKinds.KindOf(contract) is not { } kind)
            throw Unusable(type, $"{contract.Name} is none of the contracts, and implements none: {string.Join(", ", Enum.GetValues<PluginKind>().Select(k => PluginKinds.ContractOf(k).Name))}");
        if (attribute.Needs.FirstOrDefault(n => n != typeof(IQProjector)) is { } stranger)
            throw Unusable(type, $"it needs {stranger.Name}; only {nameof(IQProjector)} may be named there, every other part is given without asking");
        CheckOptions(type, options);
        return new PluginDescriptor(kind, attribute.Id) { Description = attribute.Description, ContractType = contract, OptionsType = options, Needs = attribute.Needs };
    }

    private static (Type Contract, Type Options) Arguments(Type type)
    {
        for (Type? ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.IsGenericType && ancestor.GetGenericTypeDefinition() == typeof(Plugin<,>))
                return (ancestor.GenericTypeArguments[0], ancestor.GenericTypeArguments[1]);
        }
        throw Unusable(type, "it must derive from Plugin<TContract, TOptions>");
    }

    private static void CheckOptions(Type plugin, Type options)
    {
        try
        {
            OptionsShape.Check(options);
            _ = Activator.CreateInstance(options);
        }
        catch (UnsupportedOptionException cause)
        {
            throw new RefusedException("DOG1108", $"The options class {options.FullName} of {plugin.FullName} cannot be configured: {cause.Message}", "Use bool, numbers, strings, enums, lists, dictionaries by string, and classes of these, with init properties.");
        }
        catch (Exception cause) when (cause is MissingMethodException or TargetInvocationException or MemberAccessException)
        {
            throw new RefusedException("DOG1108", $"The options class {options.FullName} of {plugin.FullName} cannot be constructed: {(cause.InnerException ?? cause).Message}", "Give it a public constructor without parameters that only sets defaults.");
        }
    }

    private static RefusedException Unusable(Type type, string why) => new("DOG1105", $"{type.FullName} has a [Plugin] attribute but cannot be used: {why}.", "Correct the class.");

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$")]
    private static partial Regex IdPattern();
}
