using System.Reflection;

namespace DiffOG.Composition;

/// <summary>The version of the contracts. A plugin fits when its major version is equal and its minor version is not newer; before 1.0 the minor version must be equal too.</summary>
public static class ContractVersion
{
    /// <summary>The version of the contracts in this process.</summary>
    public static Version Current => typeof(ContractVersion).Assembly.GetName().Version!;

    /// <summary>Whether a plugin built against a version can be used.</summary>
    /// <param name="builtAgainst">The version of the assembly reference.</param>
    public static bool Accepts(Version builtAgainst) => builtAgainst.Major == Current.Major
        && (Current.Major == 0 ? builtAgainst.Minor == Current.Minor : builtAgainst.Minor <= Current.Minor);

    /// <summary>The version an assembly was built against, or null when it uses no contract.</summary>
    /// <param name="assembly">A plugin's assembly.</param>
    public static Version? BuiltAgainst(Assembly assembly) => assembly.GetReferencedAssemblies()
        .FirstOrDefault(r => r.Name == typeof(ContractVersion).Assembly.GetName().Name)?.Version;
}
