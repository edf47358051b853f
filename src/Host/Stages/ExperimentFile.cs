using DiffOG.Host.Experiments;
using DiffOG.Host.Runs;

namespace DiffOG.Host.Stages;

/// <summary>An experiment as it was loaded: validated, with everything filled in.</summary>
/// <param name="Options">The experiment.</param>
/// <param name="BaseFolder">Where relative paths start: the folder of the file.</param>
internal sealed record ExperimentFile(ExperimentOptions Options, string BaseFolder)
{
    /// <summary>Equal for equal experiments, however their files are written.</summary>
    internal string Hash { get; } = RunJson.Hash(new { Options, BaseFolder });
}
