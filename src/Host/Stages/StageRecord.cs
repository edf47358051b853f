using DiffOG.Host.Runs;

namespace DiffOG.Host.Stages;

/// <summary>What stands in <c>stages/NAME.json</c>.</summary>
/// <param name="FormatVersion">Of this file.</param>
/// <param name="Stage">Which stage.</param>
/// <param name="Inputs">The hash of everything that decides the result; outputs belong to it.</param>
/// <param name="Started">When it was first begun with these inputs.</param>
/// <param name="Finished">When it was done; null while it is not.</param>
/// <param name="Seconds">How long all attempts took together [s]; a killed attempt does not count.</param>
/// <param name="Outputs">What it wrote, relative to the run folder.</param>
/// <param name="PeakMemory">The largest working set of a process from its start to the end of its attempt at the stage [bytes].</param>
/// <param name="Facts">What a reader wants to know, by name.</param>
internal sealed record StageRecord(
    int FormatVersion, StageName Stage, string Inputs, DateTimeOffset Started, DateTimeOffset? Finished, double Seconds,
    IReadOnlyList<string> Outputs, long PeakMemory, IReadOnlyDictionary<string, string> Facts)
{
    private const double Gigabyte = 1 << 30;

    /// <summary>What the manifest says of it.</summary>
    internal StageCost Cost => new(Stage.ToString().ToLowerInvariant(), Math.Round(Seconds, 2), Math.Round(PeakMemory / Gigabyte, 3));
}
