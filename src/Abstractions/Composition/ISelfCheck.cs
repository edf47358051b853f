using System.Collections.ObjectModel;

namespace DiffOG.Composition;

/// <summary>How a self-check ended.</summary>
public enum SelfCheckStatus
{
    /// <summary>Present and working.</summary>
    Fine,

    /// <summary>Missing; something optional is not available.</summary>
    Optional,

    /// <summary>Missing; the plugin cannot work.</summary>
    Missing,
}

/// <summary>One thing that was checked.</summary>
/// <param name="Subject">What was checked, in a word or two: <c>MuJoCo</c>.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Detail">What was found and where, or what is missing and what that costs; one line.</param>
/// <param name="Remedy">The command that brings it, where something is missing.</param>
public sealed record SelfCheckResult(string Subject, SelfCheckStatus Status, string Detail, string? Remedy = null);

/// <summary>
/// Optional: what <c>diffog doctor</c> asks a plugin's assembly about the machine. Export a class with a public
/// parameterless constructor: <c>[Export(typeof(ISelfCheck))]</c>.
/// </summary>
public interface ISelfCheck
{
    /// <summary>Looks at the machine; changes nothing, and answers a failure with a result instead of an exception.</summary>
    IEnumerable<SelfCheckResult> Check();

    /// <summary>Versions of the native libraries that this process has loaded by now, by name, for the manifest of a run; loads nothing.</summary>
    IReadOnlyDictionary<string, string> LoadedVersions => ReadOnlyDictionary<string, string>.Empty;
}
