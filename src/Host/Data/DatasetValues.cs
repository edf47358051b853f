using DiffOG.Datasets;
using DiffOG.Learning.Normalisation;

namespace DiffOG.Host.Data;

/// <summary>What was seen of a dataset's values and of the changes of its actions. Takes pieces in the order of <see cref="DatasetBlocks"/>; values that are not finite are left out.</summary>
/// <param name="spec">What the dataset holds.</param>
internal sealed class DatasetValues(DatasetSpec spec)
{
    private readonly RunningStatistics observations = new(spec.Observations.Size), actions = new(spec.Action.Size), changes = new(spec.Action.Size);
    private readonly SizeHistogram[] sizes = [.. spec.Action.Dimensions.Select(_ => new SizeHistogram())];
    private readonly ActionChanges walk = new(spec.Action.Size);

    /// <summary>[O]; null where nothing was seen.</summary>
    internal InputStatistics? Observations => Finish(observations);

    /// <summary>[D]; null where nothing was seen.</summary>
    internal InputStatistics? Actions => Finish(actions);

    /// <summary>[D] |Δa|, raw; null where no episode has two steps.</summary>
    internal InputStatistics? Changes => Finish(changes);

    /// <summary>[D] how |Δa|, raw, is distributed.</summary>
    internal IReadOnlyList<SizeHistogram> ChangeSizes => sizes;

    /// <summary>Takes a piece.</summary>
    internal void Add(StepRange range, EpisodeWindow window)
    {
        Add(window.Observations, observations, spec.Observations.Size);
        Add(window.Actions, actions, spec.Action.Size);
        walk.Each(range, window.Actions, (_, dimension, change) =>
        {
            changes.Add(Math.Abs(change), dimension);
            sizes[dimension].Add(Math.Abs(change));
        });
    }

    private static void Add(double[] rows, RunningStatistics statistics, int size)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (double.IsFinite(rows[i]))
                statistics.Add(rows[i], i % size);
        }
    }

    private static InputStatistics? Finish(RunningStatistics statistics)
    {
        try
        {
            return statistics.Finish();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>Changes of actions from step to step within an episode, across the borders of pieces. The first action of an episode changes nothing.</summary>
/// <param name="size">D.</param>
internal sealed class ActionChanges(int size)
{
    private readonly double[] previous = new double[size];
    private (int Episode, int Step) next = (-1, 0);

    /// <summary>Goes through a piece; the piece before it must have ended where it begins, else its first action has no change.</summary>
    /// <param name="range">Which steps.</param>
    /// <param name="actions">[k·D].</param>
    /// <param name="seen">Is given step, dimension and change, all finite ones.</param>
    internal void Each(StepRange range, double[] actions, Action<int, int, double> seen)
    {
        bool known = next == (range.Episode, range.Start) && range.Start > 0;
        for (int t = 0; t < range.Count; t++)
        {
            for (int d = 0; d < size; d++)
            {
                double value = actions[(t * size) + d], change = value - previous[d];
                if ((known || t > 0) && double.IsFinite(change))
                    seen(range.Start + t, d, change);
                previous[d] = value;
            }
        }
        next = (range.Episode, range.Start + range.Count);
    }
}
