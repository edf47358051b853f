using DiffOG.Actions;

namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>The executed actions of an episode, normalised, after the command that was in force before them.</summary>
internal sealed class EpisodeMotion
{
    private readonly double[] rows;
    private readonly int size;

    public EpisodeMotion(EpisodeRecord episode, MetricContext context)
    {
        (Record, size) = (episode, context.Action.Size);
        rows = context.Normalisation.Normalise((double[])[.. episode.CommandInForce, .. episode.Executed?.Values ?? []]);
        Steps = episode.Executed?.Steps ?? 0;
    }

    public EpisodeRecord Record { get; }

    public int Steps { get; }

    /// <summary>The steps that belong to a window: 0 to this − 1.</summary>
    public int StepsIn(MetricWindow window) =>
        window == MetricWindow.UntilSuccess && Record.FirstSuccess is int first ? Math.Min(first, Steps) : Steps;

    /// <summary>The action of a step; step −1 is the command in force before the first.</summary>
    public ReadOnlyMemory<double> Action(int step) => rows.AsMemory((step + 1) * size, size);

    public double Value(int step, int dimension) => rows[((step + 1) * size) + dimension];

    /// <summary>a_t − a_{t−1}.</summary>
    public double Change(int step, int dimension) => Value(step, dimension) - Value(step - 1, dimension);

    /// <summary>a_t − 3a_{t−1} + 3a_{t−2} − a_{t−3}; the first step that has one is 2.</summary>
    public double ThirdDifference(int step, int dimension) =>
        Value(step, dimension) - (3 * Value(step - 1, dimension)) + (3 * Value(step - 2, dimension)) - Value(step - 3, dimension);

    /// <summary>The actions before a step, at most <paramref name="most"/>, the latest last.</summary>
    public ActionChunk Before(int step, int most)
    {
        int count = Math.Min(step + 1, most);
        return new ActionChunk(count, size, rows.AsSpan((step + 1 - count) * size, count * size).ToArray());
    }
}
