using DiffOG.Actions;
using DiffOG.Solvers;

namespace DiffOG.Refiners;

/// <summary>What a refiner is told besides the chunk.</summary>
/// <param name="Previous">[k, D] actions really taken before the chunk in raw units, the latest last; k ≥ 1. At the start of an episode: the command in force.</param>
public sealed record RefinementContext(ActionChunk Previous)
{
    /// <summary>Time since the start of the episode of the chunk's first step [s].</summary>
    public double Time { get; init; }

    /// <summary>The refinement of the chunk before in the same episode, for warm starts; null at the start.</summary>
    public Refinement? Last { get; init; }

    /// <summary>How many steps of the last chunk were executed.</summary>
    public int ExecutedSteps { get; init; }

    /// <summary>Whether the refinement shall carry a copy of its cost matrix; reports ask for it, control loops do not.</summary>
    public bool KeepCost { get; init; }
}

/// <summary>How a refinement ended.</summary>
public enum RefinementStatus
{
    /// <summary>The chunk satisfies the constraints and is what the refiner wanted.</summary>
    Refined,

    /// <summary>The refiner leaves chunks as they are.</summary>
    Unchanged,

    /// <summary>The refiner does not promise the constraints, and this chunk violates them.</summary>
    Violating,

    /// <summary>The refiner failed; the chunk brakes within the limits from the last action instead.</summary>
    FellBack,
}

/// <summary>A refined chunk: what changed, and why.</summary>
/// <param name="Chunk">[T, D] in raw units.</param>
/// <param name="Status">How it ended.</param>
public sealed record Refinement(ActionChunk Chunk, RefinementStatus Status)
{
    /// <summary>The largest change of a normalised value.</summary>
    public double LargestChange { get; init; }

    /// <summary>The largest violation of the constraints by the refined chunk, in normalised values; checked by other code than the solver.</summary>
    public double LargestViolation { get; init; }

    /// <summary>The solver's result, where a solver was used; it serves the next chunk as a warm start. Its problem's numbers may be overwritten by the next call.</summary>
    public QpSolution? Solution { get; init; }

    /// <summary>The cost matrix that was used [n·n], where there is one and <see cref="RefinementContext.KeepCost"/> asked for it.</summary>
    public double[]? Cost { get; init; }

    /// <summary>Why it fell back, or what else is worth saying.</summary>
    public string? Reason { get; init; }
}

/// <summary>
/// Makes a proposed chunk executable. Refiners keep no state between calls (what a call needs of the past is in the
/// context), so episodes can be interleaved; calls may come from one thread at a time.
/// </summary>
public interface ITrajectoryRefiner : IDisposable
{
    /// <summary>Refines one chunk.</summary>
    /// <param name="proposed">[T, D] in raw units.</param>
    /// <param name="context">The past and the time.</param>
    /// <returns>A chunk of the same shape. A chunk with values that are not finite ends in <see cref="RefinementStatus.FellBack"/>.</returns>
    Refinement Refine(ActionChunk proposed, RefinementContext context);
}
