using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace DiffOG.Host.Tests.Composition;

/// <summary>Compiles small assemblies, to have plugins that are broken in every way.</summary>
internal static class PluginCompiler
{
    /// <summary>What every source begins with.</summary>
    public const string Usings = """
        using System;
        using DiffOG.Composition;
        using DiffOG.Constraints;
        [assembly: System.Reflection.AssemblyVersion("1.2.3.0")]

        """;

    /// <summary>A constraint set without rows.</summary>
    public const string FreeSet = "sealed class Free : IConstraintSet { public LinearConstraints Build(ConstraintContext c) => new(c.Steps * c.Dimensions, Array.Empty<ConstraintBlock>()); }\n";

    private static readonly Lazy<MetadataReference[]> Trusted = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(f => MetadataReference.CreateFromFile(f))]);

    private static readonly ConcurrentDictionary<string, byte[]> Compiled = new();

    /// <summary>Compiles to a file in a folder.</summary>
    /// <param name="file">Where; its name is the assembly's name.</param>
    /// <param name="source">C#.</param>
    /// <param name="instead">Assemblies to use, also in place of trusted ones with the same file name.</param>
    public static void Compile(string file, string source, params string[] instead)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        byte[] image = Compiled.GetOrAdd(string.Join('|', [name, source, .. instead]), _ => Emit(name, source, instead));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, image);
    }

    /// <summary>A whole plugin folder with a manifest, named as the assembly.</summary>
    /// <returns>The folder.</returns>
    public static string Plugin(string root, string name, string source, params string[] instead)
    {
        string folder = Path.Combine(root, name);
        Compile(Path.Combine(folder, name + ".dll"), source, instead);
        Manifest(folder, name);
        return folder;
    }

    /// <summary>Writes a manifest as the build does.</summary>
    public static void Manifest(string folder, string name, string contractVersion = "0.1.0.0", int formatVersion = 1) =>
        File.WriteAllText(Path.Combine(folder, "plugin.json"), $$"""{ "formatVersion": {{formatVersion}}, "assembly": "{{name}}.dll", "version": "1.2.3", "contractVersion": "{{contractVersion}}" }""");

    private static byte[] Emit(string name, string source, string[] instead)
    {
        IEnumerable<MetadataReference> trusted = Trusted.Value.Where(r => !instead.Any(i => Path.GetFileName(i) == Path.GetFileName(r.Display)));
        CSharpCompilation compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest))],
            [.. trusted, .. instead.Select(i => MetadataReference.CreateFromFile(i))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, deterministic: true));
        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return image.ToArray();
    }
}
