using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DiffOG.Host.Experiments;
using DiffOG.Host.Runs;
using DiffOG.Learning.Diagnostics;

namespace DiffOG.Host.Stages;

/// <summary>An experiment as it was loaded: validated, with everything filled in.</summary>
/// <param name="Options">The experiment.</param>
/// <param name="Json">The same as JSON.</param>
/// <param name="BaseFolder">Where relative paths start: the folder of the file.</param>
/// <param name="Arguments">The command line that names it: the file, and what was set besides.</param>
internal sealed record ExperimentFile(ExperimentOptions Options, JsonObject Json, string BaseFolder, string Arguments)
{
    /// <summary>Equal for equal experiments, however their files are written.</summary>
    internal string Hash { get; } = RunJson.Hash(new { Json, BaseFolder });

    /// <summary>Where a path of the experiment leads; null where it names none.</summary>
    internal string? PathOf(string? path) => path is null ? null : Path.GetFullPath(path, BaseFolder);

    /// <summary>The hash of a file that the experiment names; null where it names none.</summary>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1303: there is no such file.</exception>
    internal string? HashOf(string? path)
    {
        if (PathOf(path) is not { } file)
            return null;
        try
        {
            using FileStream stream = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CheckpointErrors.NotFound(file, cause);
        }
    }
}
