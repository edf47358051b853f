using DiffOG.Specs;

namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>
/// How much the executed actions of one group change from step to step: |a_t − a_{t−1}|, normalised, the action before
/// the first being the command in force. (The reference code's logs call it 'acc'.)
/// </summary>
/// <param name="Group">What the dimensions move.</param>
/// <param name="Dimensions">Their names.</param>
/// <param name="Mean">Mean over steps and dimensions of an episode.</param>
/// <param name="Std">Standard deviation over the steps of an episode (÷ n), averaged over dimensions.</param>
/// <param name="Max">Largest of an episode, averaged over dimensions.</param>
/// <param name="Largest">The largest of all episodes, steps and dimensions.</param>
public sealed record GroupChange(ActionGroup Group, IReadOnlyList<string> Dimensions, Statistic Mean, Statistic Std, Statistic Max, double Largest);

/// <summary>Computes <see cref="GroupChange"/>.</summary>
internal static class ChangeMetric
{
    public static GroupChange Of(IReadOnlyList<EpisodeMotion> episodes, MotionGroup group, MetricWindow window, long seed)
    {
        double[][][] changes = [.. episodes.Select(e => group.Indices.Select(d => Changes(e, d, window)).ToArray())];
        Statistic Over(Func<double[], double> perDimension) => Statistic.Of(changes.Select(e => Average(e.Select(perDimension))), seed);
        double largest = changes.SelectMany(e => e).SelectMany(d => d).DefaultIfEmpty(double.NaN).Max();
        return new GroupChange(group.Group, group.Names, Over(Mean), Over(Deviation), Over(Max), largest);
    }

    private static double[] Changes(EpisodeMotion episode, int dimension, MetricWindow window) =>
        [.. Enumerable.Range(0, episode.StepsIn(window)).Select(t => Math.Abs(episode.Change(t, dimension)))];

    private static double Average(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();

    private static double Mean(double[] values) => Average(values);

    private static double Max(double[] values) => values.DefaultIfEmpty(double.NaN).Max();

    private static double Deviation(double[] values)
    {
        double mean = Average(values);
        return Math.Sqrt(Average(values.Select(v => (v - mean) * (v - mean))));
    }
}

/// <summary>The dimensions of one kind of motion.</summary>
internal sealed record MotionGroup(ActionGroup Group, IReadOnlyList<int> Indices, IReadOnlyList<string> Names)
{
    /// <summary>The groups that an action has, but for grippers.</summary>
    public static IReadOnlyList<MotionGroup> Of(ActionSpec action) =>
        [.. new[] { ActionGroup.Translation, ActionGroup.Rotation, ActionGroup.Joint }
            .Select(g => (Group: g, Indices: action.DimensionsOf(g)))
            .Where(g => g.Indices.Count > 0)
            .Select(g => new MotionGroup(g.Group, g.Indices, [.. g.Indices.Select(d => action.Dimensions[d].Name)]))];
}
