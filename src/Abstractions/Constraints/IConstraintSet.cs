using DiffOG.Actions;

namespace DiffOG.Constraints;

/// <summary>What a constraint set may look at when it writes the rows of one chunk.</summary>
/// <param name="Steps">T.</param>
/// <param name="Dimensions">D.</param>
public sealed record ConstraintContext(int Steps, int Dimensions)
{
    /// <summary>[k, D] normalised actions really taken before the chunk, the latest last; null for no rows that look back.</summary>
    public ActionChunk? Previous { get; init; }

    /// <summary>Time since the start of the episode of the chunk's first step [s].</summary>
    public double Time { get; init; }

    /// <summary>The duration of one step [s].</summary>
    public double StepDuration { get; init; } = 0.05;

    /// <summary>How actions were normalised: limits that are given in raw units are brought to the chunk's with it. Null: identity.</summary>
    public ActionNormalisation? Normalisation { get; init; }
}

/// <summary>
/// Writes the linear inequalities that a chunk must satisfy, in normalised actions, with their structure. Calls for
/// equal contexts give equal rows; a set keeps no state, and may be called from several threads.
/// </summary>
public interface IConstraintSet
{
    /// <summary>The inequalities of one chunk.</summary>
    /// <param name="context">Shape, previous actions, time.</param>
    /// <returns>Rows over the n = T·D variables of the chunk.</returns>
    LinearConstraints Build(ConstraintContext context);

    /// <summary>When bounds change by a schedule, in time since the start of the episode [s], ascending; empty where they never do.</summary>
    IReadOnlyList<double> ChangeTimes => [];
}
