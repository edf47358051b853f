using System.Reflection;
using DiffOG.Composition;

namespace DiffOG.Host.Composition;

/// <summary>What is checked of a plugin folder before anything in it is loaded.</summary>
internal static class FolderCheck
{
    /// <summary>The version of the contracts that an assembly was built against.</summary>
    /// <exception cref="RefusedException">DOG1102: it does not fit.</exception>
    public static Version ContractVersionOf(PluginManifest manifest, AssemblyFacts facts)
    {
        Version? built = facts.References.FirstOrDefault(r => r.Name == typeof(ContractVersion).Assembly.GetName().Name)?.Version;
        if (built is null)
            throw new RefusedException("DOG1102", $"{manifest.Assembly} does not use DiffOG.Abstractions, so it holds no plugin.", "Check that plugin.json names the plugin's assembly and not one of its libraries.");
        foreach (Version version in new[] { Version.Parse(manifest.ContractVersion), built })
        {
            if (!ContractVersion.Accepts(version))
                throw new RefusedException("DOG1102", $"It was built against version {Short(version)} of the contracts; this program has {Short(ContractVersion.Current)} and takes {Accepted()}.", "Get a build of the plugin for this version, or build it again.");
        }
        return built;
    }

    /// <summary>Checks that all direct references can be met: by the host's contracts, by .NET, or by the folder.</summary>
    /// <exception cref="RefusedException">DOG1103: not all can.</exception>
    public static void Dependencies(AssemblyFacts facts, PluginLoadContext context)
    {
        string[] missing = [.. facts.References.Select(r => Missing(r, context)).OfType<string>()];
        if (missing.Length > 0)
            throw new RefusedException("DOG1103", $"It needs {string.Join("; and ", missing)}.", "Put what is missing into the plugin's folder; a build with <DiffOGPlugin>true</DiffOGPlugin> does so.");
    }

    private static string? Missing(AssemblyName reference, PluginLoadContext context)
    {
        string name = reference.Name!;
        if (name == typeof(HostAssemblies).Assembly.GetName().Name)
            return "the program itself ('diffog'), which plugins must not use";
        if (HostAssemblies.Shares(name) || (HostAssemblies.IsFramework(name) && context.FileOf(reference) is null))
            return HostAssemblies.VersionOf(name) is { } offered && reference.Version > offered ? $"{name} {Short(reference.Version!)}, of which this program has {Short(offered)}" : null;
        return context.FileOf(reference) is null ? $"{name} {Short(reference.Version!)}, which is not in the folder" : null;
    }

    private static string Accepted() => ContractVersion.Current.Major == 0
        ? $"0.{ContractVersion.Current.Minor}.x"
        : $"{ContractVersion.Current.Major}.0 to {ContractVersion.Current.Major}.{ContractVersion.Current.Minor}";

    private static string Short(Version version) => version.ToString(version.Build < 0 ? 2 : 3);
}
