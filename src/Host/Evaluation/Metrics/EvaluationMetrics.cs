using DiffOG.Diagnostics;

namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>Turns rollouts into numbers. <c>docs/report.md</c> says what each means.</summary>
public static class EvaluationMetrics
{
    /// <summary>Computes every metric of every refiner.</summary>
    /// <param name="refiners">At least one; the first is what the others are compared to.</param>
    /// <param name="context">Specs, normalisation, constraints.</param>
    /// <exception cref="DiffOGException">DOG1902: there is nothing to summarise. DOG1903: refiners were not run on the same seeds. DOG1904: actions do not have the specified size.</exception>
    public static EvaluationSummary Summarise(IReadOnlyList<RefinerRollouts> refiners, MetricContext context)
    {
        Check(refiners, context);
        return new EvaluationSummary([.. refiners.Select((r, i) => Summarise(r, i == 0 ? null : refiners[0], context))]);
    }

    private static RefinerSummary Summarise(RefinerRollouts refiner, RefinerRollouts? first, MetricContext context)
    {
        EpisodeMotion[] motions = [.. refiner.Episodes.Select(e => new EpisodeMotion(e, context))];
        IReadOnlyList<StepJudgement>[] judged = [.. motions.Select(m => ViolationMetric.Judge(m, context))];
        ChunkRecord[] chunks = [.. refiner.Episodes.SelectMany(e => e.Chunks)];
        return new RefinerSummary(
            refiner.Label,
            refiner.PluginId,
            new Proportion(refiner.Episodes.Count(e => e.Success), refiner.Episodes.Count),
            first is null ? null : PairedSuccess.Of(first, refiner),
            Statistic.Of(refiner.Episodes.Select(e => e.FirstSuccess ?? double.NaN), context.Seed),
            ScoreMetric.Of(refiner.Episodes, context.Seed),
            Motion(motions, judged, context, MetricWindow.UntilSuccess),
            Motion(motions, judged, context, MetricWindow.WholeEpisode),
            SolverMetric.Of(chunks),
            LatencyMetric.Of(chunks),
            [.. motions.Zip(judged, Outcome)]);
    }

    private static MotionSummary Motion(EpisodeMotion[] motions, IReadOnlyList<StepJudgement>[] judged, MetricContext context, MetricWindow window)
    {
        IReadOnlyList<MotionGroup> groups = MotionGroup.Of(context.Action);
        return new MotionSummary(
            motions.Sum(m => m.StepsIn(window)),
            ViolationMetric.Of([.. motions.Zip(judged, (m, j) => (IReadOnlyList<StepJudgement>)[.. j.Take(m.StepsIn(window))])]),
            [.. groups.Select(g => ChangeMetric.Of(motions, g, window, context.Seed))],
            [.. groups.Select(g => JerkMetric.Of(motions, g, window, context.Seed))],
            BorderMetric.Of(motions, context.Action.MotionDimensions, window, context.Seed),
            DistanceMetric.Of(motions, context, window));
    }

    private static EpisodeOutcome Outcome(EpisodeMotion motion, IReadOnlyList<StepJudgement> judged) => new(
        motion.Record.Seed, motion.Record.Success, motion.Record.FirstSuccess, motion.Record.BestScore, motion.Steps, judged.Count(j => j.Violated > 0));

    private static void Check(IReadOnlyList<RefinerRollouts> refiners, MetricContext context)
    {
        if (refiners.Count == 0 || refiners[0].Episodes.Count == 0)
            throw new DiffOGException("DOG1902", "There is no episode to summarise.", "Run 'diffog evaluate' with at least one refiner and one episode.");
        foreach (RefinerRollouts refiner in refiners)
        {
            if (!refiner.Episodes.Select(e => e.Seed).SequenceEqual(refiners[0].Episodes.Select(e => e.Seed)))
                throw new DiffOGException("DOG1903", $"Refiner '{refiner.Label}' ran {refiner.Episodes.Count} episodes whose seeds are not those of '{refiners[0].Label}' ({refiners[0].Episodes.Count} episodes); comparisons are paired by seed.", "Evaluate all refiners again in one run.");
            foreach (EpisodeRecord episode in refiner.Episodes)
                CheckSizes(refiner, episode, context);
        }
    }

    private static void CheckSizes(RefinerRollouts refiner, EpisodeRecord episode, MetricContext context)
    {
        int size = context.Action.Size;
        IEnumerable<int> found = [context.Normalisation.Size, episode.CommandInForce.Length, episode.Executed?.Dimensions ?? size,
            .. episode.Chunks.SelectMany(c => new[] { c.Proposed.Dimensions, c.Refined.Dimensions })];
        foreach (int other in found.Where(n => n != size).Take(1))
            throw new DiffOGException("DOG1904", $"Episode {episode.Seed} of refiner '{refiner.Label}' holds actions of {other} dimensions; the task's actions have {size}.", "Evaluate again with a policy trained for this task.");
    }
}
