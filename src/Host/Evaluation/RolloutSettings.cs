namespace DiffOG.Host.Evaluation;

/// <summary>How episodes are run.</summary>
/// <param name="Seeds">One episode each.</param>
/// <param name="UntilHorizon">Whether an episode goes on after success.</param>
internal sealed record RolloutSettings(IReadOnlyList<long> Seeds, bool UntilHorizon)
{
    /// <summary>Threads that step simulators; results do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Episodes that run side by side, and are put to the policy in one batch.</summary>
    public int Lanes { get; init; } = 64;

    /// <summary>Of how many chunks of the first episode the cost matrix is kept for the report.</summary>
    public int CostsKept { get; init; } = 4;

    /// <summary>Episodes that are filmed, from the first one on.</summary>
    public int Filmed { get; init; }
}
