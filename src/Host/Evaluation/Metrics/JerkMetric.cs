using DiffOG.Specs;

namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>Third differences of the executed actions of one group: |a_t − 3a_{t−1} + 3a_{t−2} − a_{t−3}|, normalised.</summary>
/// <param name="Group">What the dimensions move.</param>
/// <param name="Mean">Mean over steps and dimensions of an episode.</param>
/// <param name="Largest">The largest of all episodes, steps and dimensions; NaN where no episode has three steps.</param>
public sealed record GroupJerk(ActionGroup Group, Statistic Mean, double Largest);

/// <summary>Computes <see cref="GroupJerk"/>.</summary>
internal static class JerkMetric
{
    public static GroupJerk Of(IReadOnlyList<EpisodeMotion> episodes, MotionGroup group, MetricWindow window, long seed)
    {
        double[][] jerks = [.. episodes.Select(e => Jerks(e, group, window))];
        return new GroupJerk(
            group.Group,
            Statistic.Of(jerks.Select(j => j.DefaultIfEmpty(double.NaN).Average()), seed),
            jerks.SelectMany(j => j).DefaultIfEmpty(double.NaN).Max());
    }

    // The command in force is known, and nothing before it: the first third difference is at step 2.
    private static double[] Jerks(EpisodeMotion episode, MotionGroup group, MetricWindow window) =>
        [.. Enumerable.Range(2, Math.Max(0, episode.StepsIn(window) - 2))
            .SelectMany(t => group.Indices.Select(d => Math.Abs(episode.ThirdDifference(t, d))))];
}
