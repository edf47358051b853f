using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using DiffOG.Composition;

namespace DiffOG.Host.Composition;

/// <summary>What an assembly file says of itself, read without loading it: also what cannot be loaded can be explained.</summary>
/// <param name="References">All assemblies it was compiled against.</param>
/// <param name="PluginIds">The ids in its <see cref="PluginAttribute"/>s.</param>
internal sealed record AssemblyFacts(IReadOnlyList<AssemblyName> References, IReadOnlyList<string> PluginIds)
{
    /// <exception cref="RefusedException">DOG1101: it is no .NET assembly.</exception>
    public static AssemblyFacts Read(string file)
    {
        try
        {
            using PEReader image = new(ImmutableArray.Create(File.ReadAllBytes(file)));
            MetadataReader reader = image.GetMetadataReader();
            return new AssemblyFacts([.. reader.AssemblyReferences.Select(r => reader.GetAssemblyReference(r).GetAssemblyName())], [.. Ids(reader)]);
        }
        catch (Exception cause) when (cause is BadImageFormatException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new RefusedException("DOG1101", $"{Path.GetFileName(file)} is not a readable .NET assembly: {cause.Message}", "Copy the plugin again; the file may be cut short.");
        }
    }

    private static IEnumerable<string> Ids(MetadataReader reader)
    {
        foreach (CustomAttribute attribute in reader.CustomAttributes.Select(reader.GetCustomAttribute).Where(a => IsPlugin(reader, a)))
        {
            BlobReader value = reader.GetBlobReader(attribute.Value);
            // Fixed arguments follow the prolog 0x0001 (ECMA-335 II.23.3).
            if (value.ReadUInt16() == 1 && value.ReadSerializedString() is { } id)
                yield return id;
        }
    }

    private static bool IsPlugin(MetadataReader reader, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
            return false;
        EntityHandle parent = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference)
            return false;
        TypeReference type = reader.GetTypeReference((TypeReferenceHandle)parent);
        return reader.StringComparer.Equals(type.Name, nameof(PluginAttribute)) && reader.StringComparer.Equals(type.Namespace, typeof(PluginAttribute).Namespace!);
    }
}
