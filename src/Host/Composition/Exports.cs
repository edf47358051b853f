using System.Composition;
using System.Composition.Convention;
using System.Composition.Hosting;
using System.Reflection;
using DiffOG.Composition;

namespace DiffOG.Host.Composition;

/// <summary>What System.Composition reads of a plugin's export.</summary>
internal sealed class PluginExport
{
    /// <summary>The class that is exported.</summary>
    public Type? Implementation { get; set; }
}

/// <summary>Composes checked classes with System.Composition, and compares what it finds with what is there.</summary>
internal static class Exports
{
    /// <summary>The factories of plugin classes, constructed on first use.</summary>
    /// <exception cref="RefusedException">DOG1109: composition failed, or found something else than the attributes say.</exception>
    public static IReadOnlyDictionary<Type, Lazy<IPluginFactory>> Compose(IReadOnlyList<Type> classes)
    {
        try
        {
            CompositionHost container = new ContainerConfiguration().WithParts(classes, new WithImplementation()).CreateContainer();
            Lazy<IPluginFactory, PluginExport>[] found = [.. container.GetExports<Lazy<IPluginFactory, PluginExport>>()];
            return found.Length == classes.Count
                ? found.ToDictionary(e => e.Metadata.Implementation!, e => new Lazy<IPluginFactory>(() => e.Value))
                : throw Refused($"Composition found {found.Length} exports where the attributes announce {classes.Count}.");
        }
        catch (Exception cause) when (cause is CompositionFailedException or ArgumentException)
        {
            throw Refused($"Composition failed: {cause.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>The self-checks that an assembly exports.</summary>
    public static IReadOnlyList<Lazy<ISelfCheck>> SelfChecks(IEnumerable<Type> types)
    {
        Type[] classes = [.. types.Where(t => !t.IsAbstract && typeof(ISelfCheck).IsAssignableFrom(t) && t.IsDefined(typeof(ExportAttribute)))];
        return [.. new ContainerConfiguration().WithParts(classes).CreateContainer().GetExports<Lazy<ISelfCheck>>()];
    }

    private static RefusedException Refused(string reason) => new("DOG1109", reason, "A plugin class needs a constructor without parameters, one [Plugin] attribute and no imports.");

    /// <summary>Adds the class itself to each export's metadata, so that exports can be told apart.</summary>
    private sealed class WithImplementation : AttributedModelProvider
    {
        public override IEnumerable<Attribute> GetCustomAttributes(Type reflectedType, MemberInfo member) =>
            member is Type type && type.IsDefined(typeof(PluginAttribute), false)
                ? [.. Attribute.GetCustomAttributes(member, false), new ExportMetadataAttribute(nameof(PluginExport.Implementation), type)]
                : Attribute.GetCustomAttributes(member, false);

        public override IEnumerable<Attribute> GetCustomAttributes(Type reflectedType, ParameterInfo parameter) => Attribute.GetCustomAttributes(parameter, false);
    }
}
