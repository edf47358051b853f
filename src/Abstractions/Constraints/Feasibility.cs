using System.Globalization;
using DiffOG.Composition;
using DiffOG.Diagnostics;

namespace DiffOG.Constraints;

/// <summary>
/// Finds inequalities that no chunk can satisfy, before anybody tries to solve them. What is found is certain: a
/// feasible problem is never called impossible. Bounds on first differences together with boxes are decided exactly;
/// of higher orders, and of general rows, not every impossible problem is recognised.
/// </summary>
/// <remarks>
/// Intervals of all values and of their differences are narrowed from step to step until they are empty or nothing
/// changes (bound propagation). Every value that a feasible chunk takes stays inside, so an empty interval is a proof.
/// For values that hang on their predecessor by a first difference and stand in a box, the intervals of one pass forward
/// are exactly the reachable values, so that where none is empty a chunk exists.
/// </remarks>
public static class Feasibility
{
    private const int MostRounds = 2, MostSteps = 20_000, UsualSteps = 16;

    /// <summary>The first contradiction that shows, going forward in time.</summary>
    /// <param name="constraints">The inequalities of one chunk, its past folded in.</param>
    /// <param name="dimensions">D.</param>
    /// <returns>Null where none was found.</returns>
    /// <exception cref="ArgumentException">The variables are no multiple of D.</exception>
    public static Contradiction? FindContradiction(LinearConstraints constraints, int dimensions)
    {
        if (constraints.Variables % dimensions != 0)
            throw new ArgumentException($"{constraints.Variables} variables are no chunk of {dimensions} dimensions.", nameof(constraints));
        if (IsAlwaysFeasible(constraints))
            return null;
        var intervals = new ReachableIntervals(constraints, dimensions);
        bool changed = true;
        for (int round = 0; changed && intervals.Found is null && round < MostRounds; round++)
            changed = intervals.Narrow();
        return intervals.Found;
    }

    /// <summary>
    /// Refuses a constraint set that no motion satisfies, whatever came before it. All the time in which its bounds change
    /// is looked at as one long chunk without a past.
    /// </summary>
    /// <param name="set">The constraint set.</param>
    /// <param name="context">Action, normalisation, step duration and chunk length, as the set's plugin has them.</param>
    /// <exception cref="DiffOGException">DOG1804: its limits contradict each other. DOG1150: the action is not known.</exception>
    public static void ThrowIfImpossible(IConstraintSet set, PluginContext context)
    {
        if (FindContradiction(set.Build(WholeEpisode(set, context)), context.RequiredAction.Size) is { } found)
            throw Refusal(found, set, context);
    }

    /// <summary>All the time in which a set's bounds change as one chunk without a past, and the length of a chunk more.</summary>
    /// <param name="set">The constraint set.</param>
    /// <param name="context">Action, normalisation, step duration and chunk length, as the set's plugin has them.</param>
    public static ConstraintContext WholeEpisode(IConstraintSet set, PluginContext context)
    {
        int chunk = context.ChunkSteps ?? UsualSteps;
        var episode = new ConstraintContext(chunk, context.RequiredAction.Size) { Normalisation = context.Normalisation };
        double duration = context.StepDuration ?? episode.StepDuration;
        int steps = set.ChangeTimes is [.., double last] ? (int)Math.Clamp(Math.Ceiling(last / duration) + chunk, chunk, MostSteps) : chunk;
        return episode with { Steps = steps, StepDuration = duration };
    }

    /// <summary>The error for a contradiction in <see cref="WholeEpisode"/>.</summary>
    /// <param name="found">The contradiction.</param>
    /// <param name="set">The constraint set.</param>
    /// <param name="context">As the set's plugin has it.</param>
    /// <returns>DOG1804, with names instead of numbers, and the time instead of the step.</returns>
    public static DiffOGException Refusal(Contradiction found, IConstraintSet set, PluginContext context)
    {
        double time = found.Step * WholeEpisode(set, context).StepDuration;
        string place = set.ChangeTimes.Count == 0 ? "at all times" : string.Create(CultureInfo.InvariantCulture, $"at {time:G6} s");
        return new DiffOGException("DOG1804", found.Describe([.. context.RequiredAction.Dimensions.Select(d => d.Name)], place), "Widen one of the two, or give it another time.");
    }

    /// <summary>Each row of a single block of differences ends at a value of its own, so that values can be chosen one after the other.</summary>
    private static bool IsAlwaysFeasible(LinearConstraints constraints)
    {
        if (constraints.Blocks.Count == 0)
            return true;
        if (constraints.Blocks is not [DifferenceBlock])
            return false;
        for (int r = 0; r < constraints.Rows; r++)
        {
            if (constraints.Lower[r] > constraints.Upper[r])
                return false;
        }
        return true;
    }
}
