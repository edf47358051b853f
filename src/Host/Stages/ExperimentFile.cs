using System.Text.Json.Nodes;
using DiffOG.Host.Experiments;
using DiffOG.Host.Runs;

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
}
