using System.Text.RegularExpressions;

namespace DiffOG.Host.Composition;

/// <summary>Which assemblies plugins get from the host whatever their folder holds, and which come with .NET.</summary>
internal static partial class HostAssemblies
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly Dictionary<string, string> Trusted =
        ((AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .GroupBy(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is a contract assembly that the host has: it then always comes from the host.</summary>
    public static bool Shares(string? name) => name is not null && Contract().IsMatch(name) && Trusted.ContainsKey(name);

    /// <summary>Whether it comes with .NET.</summary>
    public static bool IsFramework(string name) => Trusted.TryGetValue(name, out string? file)
        && string.Equals(Path.GetDirectoryName(file), Framework, StringComparison.OrdinalIgnoreCase);

    /// <summary>The version that this process offers of a shared or framework assembly.</summary>
    public static Version? VersionOf(string name) =>
        Trusted.TryGetValue(name, out string? file) ? System.Reflection.AssemblyName.GetAssemblyName(file).Version : null;

    [GeneratedRegex(@"^(DiffOG\.Abstractions|DiffOG\.Learning|TorchSharp|System\.Composition\.AttributedModel|Microsoft\.Extensions\..*Abstractions)$", RegexOptions.IgnoreCase)]
    private static partial Regex Contract();
}
