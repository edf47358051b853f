using DiffOG.Actions;
using DiffOG.Specs;

namespace DiffOG.Policies;

/// <summary>What a policy reads and says; readable before it is trained.</summary>
/// <param name="Observations">What one observation consists of; its cameras are those whose pictures the policy needs.</param>
/// <param name="Action">What one action consists of.</param>
/// <param name="ObservationSteps">To, the number of consecutive observations it reads.</param>
/// <param name="ChunkSteps">T, the number of actions it proposes from now on; row 0 is for now.</param>
/// <param name="ExecutedSteps">How many of them are meant to be executed before it is asked again; 1 to T.</param>
public sealed record PolicySpec(ObservationSpec Observations, ActionSpec Action, int ObservationSteps, int ChunkSteps, int ExecutedSteps);

/// <summary>One question to a policy.</summary>
/// <param name="History">[To] observations, oldest first; early in an episode the first one is repeated.</param>
/// <param name="Seed">The episode's seed.</param>
/// <param name="ChunkIndex">How many chunks of this episode came before.</param>
public sealed record PolicyQuery(IReadOnlyList<Observation> History, long Seed, int ChunkIndex)
{
    /// <summary>[k, D] raw, what was really executed before, the latest last; at an episode's start the command in force. Null where nobody knows.</summary>
    public ActionChunk? Previous { get; init; }
}

/// <summary>
/// Turns observations into action chunks. A policy keeps no state between questions: an answer depends on its own
/// query alone, not on the others of a batch and not on what was asked before. Whatever it draws at random follows from
/// (<see cref="PolicyQuery.Seed"/>, <see cref="PolicyQuery.ChunkIndex"/>), so that an episode can be repeated, batched
/// and resumed.
/// </summary>
public interface IPolicy : IDisposable
{
    /// <summary>What it reads and says.</summary>
    PolicySpec Spec { get; }

    /// <summary>Proposes a chunk for every query.</summary>
    /// <param name="queries">[B] at least one.</param>
    /// <returns>[B] chunks [T, D] in raw units.</returns>
    /// <exception cref="InvalidOperationException">The policy was neither trained nor loaded.</exception>
    IReadOnlyList<ActionChunk> Act(IReadOnlyList<PolicyQuery> queries);
}
