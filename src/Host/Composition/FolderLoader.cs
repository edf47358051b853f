using System.Reflection;
using DiffOG.Composition;

namespace DiffOG.Host.Composition;

/// <summary>What one plugin folder gave.</summary>
internal sealed record LoadedFolder(IReadOnlyList<PluginDescriptor> Plugins, IReadOnlyList<PluginProblem> Problems, IReadOnlyList<Lazy<ISelfCheck>> SelfChecks);

/// <summary>Checks, loads and composes one plugin folder. No plugin is constructed, and no native library loaded.</summary>
internal static class FolderLoader
{
    public static LoadedFolder Load(string folder)
    {
        IReadOnlyList<string> ids = [];
        try
        {
            PluginManifest manifest = PluginManifest.Read(folder);
            string file = Path.Combine(folder, manifest.Assembly);
            AssemblyFacts facts = AssemblyFacts.Read(file);
            ids = facts.PluginIds;
            Version contract = FolderCheck.ContractVersionOf(manifest, facts);
            PluginLoadContext context = new(file);
            FolderCheck.Dependencies(facts, context);
            return Compose(folder, context.LoadFromAssemblyPath(file), contract);
        }
        catch (RefusedException refused)
        {
            return new LoadedFolder([], [refused.In(folder, ids)], []);
        }
        catch (Exception cause) when (cause is IOException or BadImageFormatException or TypeLoadException or InvalidOperationException)
        {
            return new LoadedFolder([], [new PluginProblem(folder, $"It does not load: {cause.Message}", "DOG1103") { PluginIds = ids, Next = "Build the plugin again." }], []);
        }
    }

    private static LoadedFolder Compose(string folder, Assembly assembly, Version contract)
    {
        Type[] types = TypesOf(assembly);
        List<PluginProblem> problems = [];
        Dictionary<Type, PluginDescriptor> checkedPlugins = [];
        foreach (Type type in types)
        {
            // GetCustomAttributes, not GetCustomAttribute: a second attribute must reach the composition, which refuses it.
            if (type.GetCustomAttributes<PluginAttribute>(false).FirstOrDefault() is not { } attribute)
                continue;
            try
            {
                checkedPlugins.Add(type, ClassCheck.Describe(type, attribute) with { Folder = folder, ContractVersion = contract, Version = assembly.GetName().Version! });
            }
            catch (RefusedException refused)
            {
                problems.Add(refused.In(folder, [attribute.Id]));
            }
        }
        if (checkedPlugins.Count == 0 && problems.Count == 0)
            throw new RefusedException("DOG1104", $"{assembly.GetName().Name}.dll has no class with a [Plugin] attribute.", "Put [Plugin(\"id\", \"description\")] on the class that derives from Plugin<TContract, TOptions>.");
        IReadOnlyDictionary<Type, Lazy<IPluginFactory>> factories = Exports.Compose([.. checkedPlugins.Keys]);
        return new LoadedFolder([.. checkedPlugins.Select(p => p.Value with { Factory = factories[p.Key] })], problems, Exports.SelfChecks(types));
    }

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException cause)
        {
            throw new RefusedException("DOG1103", $"Types of {assembly.GetName().Name} do not load: {cause.LoaderExceptions.OfType<Exception>().FirstOrDefault()?.Message ?? cause.Message}", "Put what is missing into the plugin's folder, or build the plugin again.");
        }
    }
}
