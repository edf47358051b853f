using DiffOG.Actions;
using DiffOG.Datasets;
using DiffOG.Learning.Normalisation;

namespace DiffOG.Learning.Training;

/// <summary>Consecutive steps of an episode in single precision.</summary>
/// <param name="First">The episode's step of the first row.</param>
/// <param name="Observations">[k·O].</param>
/// <param name="Actions">[k·D].</param>
internal sealed record EpisodeRows(int First, float[] Observations, float[] Actions)
{
    internal static EpisodeRows Of(int first, EpisodeWindow window) =>
        new(first, Array.ConvertAll(window.Observations, v => (float)v), Array.ConvertAll(window.Actions, v => (float)v));
}

/// <summary>
/// Observations and actions of all episodes, in memory or read when they are asked for, and what was seen of each
/// dimension. Safe from several threads.
/// </summary>
internal sealed class EpisodeStore
{
    private readonly IDemonstrationDataset dataset;
    private readonly EpisodeRows?[] held;
    private readonly double[][] actionSums;

    private EpisodeStore(IDemonstrationDataset dataset)
    {
        (this.dataset, Spec) = (dataset, dataset.Spec);
        held = new EpisodeRows?[Spec.EpisodeLengths.Count];
        actionSums = new double[held.Length][];
    }

    internal DatasetSpec Spec { get; }

    internal InputStatistics Observations { get; private set; } = null!;

    internal InputStatistics Actions { get; private set; } = null!;

    internal int Episodes => held.Length;

    /// <summary>Reads every episode once, one at a time, and keeps those that the plan keeps.</summary>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1312: there is no step. DOG1313: a value is not finite.</exception>
    internal static EpisodeStore Read(IDemonstrationDataset dataset, MemoryPlan plan)
    {
        var store = new EpisodeStore(dataset);
        if (store.Spec.Steps == 0)
            throw TrainingErrors.NoEpisodes(store.Spec.Source);
        var observations = new RunningStatistics(store.Spec.Observations.Size);
        var actions = new RunningStatistics(store.Spec.Action.Size);
        for (int e = 0; e < store.Episodes; e++)
            store.Take(e, plan.HoldsValues(e), observations, actions);
        (store.Observations, store.Actions) = (observations.Finish(), actions.Finish());
        return store;
    }

    internal int LengthOf(int episode) => Spec.EpisodeLengths[episode];

    /// <summary>Rows of an episode that contain the wanted ones.</summary>
    internal EpisodeRows Rows(int episode, int first, int count) => held[episode] ?? EpisodeRows.Of(first, dataset.Read(episode, first, count));

    /// <summary>The mean action [D] of some episodes, raw.</summary>
    internal double[] MeanAction(IReadOnlyList<int> episodes)
    {
        double steps = episodes.Sum(LengthOf);
        return [.. Enumerable.Range(0, Spec.Action.Size).Select(d => episodes.Sum(e => actionSums[e][d]) / steps)];
    }

    /// <summary>Actions as a chunk.</summary>
    internal ActionChunk ActionsOf(EpisodeRows rows, int first, int count)
    {
        int size = Spec.Action.Size, from = (first - rows.First) * size;
        return new ActionChunk(count, size, Array.ConvertAll(rows.Actions[from..(from + (count * size))], v => (double)v));
    }

    private void Take(int episode, bool keep, RunningStatistics observations, RunningStatistics actions)
    {
        EpisodeWindow read = dataset.Read(episode, 0, LengthOf(episode));
        RefuseNonFinite(episode, "observations", read.Observations, RowNames.NamesOf(Spec.Observations));
        RefuseNonFinite(episode, "actions", read.Actions, RowNames.NamesOf(Spec.Action));
        Add(observations, read.Observations, Spec.Observations.Size);
        Add(actions, read.Actions, Spec.Action.Size);
        var rows = EpisodeRows.Of(0, read);
        actionSums[episode] = Sums(rows.Actions, Spec.Action.Size);
        held[episode] = keep ? rows : null;
    }

    private static void Add(RunningStatistics statistics, double[] values, int width)
    {
        for (int i = 0; i < values.Length; i++)
            statistics.Add(values[i], i % width);
    }

    private static double[] Sums(float[] rows, int width)
    {
        double[] sums = new double[width];
        for (int i = 0; i < rows.Length; i++)
            sums[i % width] += rows[i];
        return sums;
    }

    private static void RefuseNonFinite(int episode, string what, double[] values, IReadOnlyList<string> names)
    {
        int bad = Array.FindIndex(values, v => !double.IsFinite(v));
        if (bad >= 0)
            throw TrainingErrors.NotFinite(what, values[bad], episode, bad / names.Count, bad % names.Count, names[bad % names.Count]);
    }
}
