using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Evaluation.Metrics;
using DiffOG.Refiners;
using DiffOG.Solvers;
using DiffOG.Specs;

namespace DiffOG.Host.Tests.Metrics;

/// <summary>Small rollouts for tests, written by hand.</summary>
internal static class Rollout
{
    public static ActionSpec Planar { get; } = new(
        ActionMode.Absolute,
        [new("x", ActionGroup.Translation, "m", -1, 1), new("turn", ActionGroup.Rotation, "rad", -1, 1), new("grip", ActionGroup.Gripper, "1", -1, 1)]);

    public static MetricContext Context(double limit = 0.1, ActionNormalisation? normalisation = null) =>
        new(Planar, normalisation ?? ActionNormalisation.Identity(3), new DifferenceLimit([0, 1], limit), 0.1) { Seed = 7 };

    /// <summary>An episode whose executed actions are given by x and turn, in chunks of <paramref name="chunk"/> steps; the policy proposed the same plus an offset.</summary>
    public static EpisodeRecord Episode(long seed, double[] x, double[] turn, int? firstSuccess = null, int chunk = 4, double proposedOffset = 0)
    {
        double[] values = [.. x.Zip(turn).SelectMany(p => new[] { p.First, p.Second, 0.5 })];
        var executed = new ActionChunk(x.Length, 3, values);
        List<ChunkRecord> chunks = [];
        for (int first = 0; first < x.Length; first += chunk)
        {
            int count = Math.Min(chunk, x.Length - first);
            ActionChunk refined = executed.Slice(first, count);
            var proposed = new ActionChunk(count, 3, [.. refined.Values.Select(v => v + proposedOffset)]);
            chunks.Add(new ChunkRecord(first, count, proposed, refined, RefinementStatus.Refined, QpStatus.Solved, 5 + chunks.Count, 0.001 * (1 + chunks.Count), null));
        }
        return new EpisodeRecord(seed, [0, 0, 0], executed, firstSuccess, firstSuccess is null ? 0.25 : 1, chunks);
    }
}

/// <summary>Bounds consecutive differences of some dimensions, with as many rows as the past allows.</summary>
internal sealed class DifferenceLimit(IReadOnlyList<int> dimensions, double limit, int order = 1) : IConstraintSet
{
    public LinearConstraints Build(ConstraintContext context)
    {
        int known = Math.Min(order, context.Previous?.Steps ?? 0);
        var shape = new DifferenceShape(context.Steps, context.Dimensions, order, known, dimensions);
        double[] bound = [.. Enumerable.Repeat(limit, shape.Rows)];
        ActionChunk? previous = known == 0 ? null : context.Previous!.Slice(context.Previous.Steps - known, known);
        return new LinearConstraints(shape.Steps * shape.Dimensions, DifferenceBlock.Create(shape, [.. bound.Select(b => -b)], bound, previous));
    }
}
