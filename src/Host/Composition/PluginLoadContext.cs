using System.Reflection;
using System.Runtime.Loader;

namespace DiffOG.Host.Composition;

/// <summary>The world of one plugin folder: its own libraries, managed and native, and the host's contracts.</summary>
internal sealed class PluginLoadContext(string assembly) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(assembly))
{
    private readonly string _folder = Path.GetDirectoryName(assembly)!;
    private readonly AssemblyDependencyResolver _resolver = new(assembly);

    /// <summary>The file in the plugin's folder that an assembly name resolves to; null where it carries none.</summary>
    public string? FileOf(AssemblyName name)
    {
        string beside = Path.Combine(_folder, name.Name + ".dll");
        return _resolver.ResolveAssemblyToPath(name) ?? (File.Exists(beside) ? beside : null);
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Null asks the host's context. A copy of a contract in the folder would be another type with the same name.
        if (HostAssemblies.Shares(assemblyName.Name))
            return null;
        string? file = FileOf(assemblyName);
        return file is null ? null : LoadFromAssemblyPath(file);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? file = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName);
        return file is null ? 0 : LoadUnmanagedDllFromPath(file);
    }
}
