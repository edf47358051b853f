using DiffOG.Actions;
using DiffOG.Policies;
using DiffOG.Specs;

namespace DiffOG.Testing.Fakes;

/// <summary>A policy that repeats one action, computed from the latest observation; needs no training.</summary>
/// <param name="spec">What it reads and says.</param>
/// <param name="act">The action [D] for an observation.</param>
public sealed class ScriptedPolicy(PolicySpec spec, Func<Observation, double[]> act) : IPolicy
{
    /// <inheritdoc/>
    public PolicySpec Spec { get; } = spec;

    /// <inheritdoc/>
    public IReadOnlyList<ActionChunk> Act(IReadOnlyList<PolicyQuery> queries) => [.. queries.Select(Answer)];

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private ActionChunk Answer(PolicyQuery query)
    {
        double[] action = act(query.History[^1]);
        return new ActionChunk(Spec.ChunkSteps, Spec.Action.Size, [.. Enumerable.Range(0, Spec.ChunkSteps).SelectMany(_ => action)]);
    }
}
