using DiffOG.Actions;
using DiffOG.Datasets;
using DiffOG.Learning.Normalisation;

namespace DiffOG.Learning.Training;

/// <summary>All episodes one after the other in memory, in single precision, and what was seen of each dimension.</summary>
internal sealed class EpisodeBuffer
{
    private readonly float[] observations;
    private readonly float[] actions;
    private readonly int[] starts;

    private EpisodeBuffer(DatasetSpec spec, double[] observed, double[] commanded)
    {
        (ObservationSize, ActionSize, Rate) = (spec.Observations.Size, spec.Action.Size, spec.Rate);
        starts = [0, .. spec.EpisodeLengths];
        for (int i = 1; i < starts.Length; i++)
            starts[i] += starts[i - 1];
        RefuseNonFinite(observed, ObservationSize, "observations");
        RefuseNonFinite(commanded, ActionSize, "actions");
        (Observations, Actions) = (InputStatistics.Of(observed, ObservationSize), InputStatistics.Of(commanded, ActionSize));
        (observations, actions) = (Array.ConvertAll(observed, v => (float)v), Array.ConvertAll(commanded, v => (float)v));
    }

    internal int ObservationSize { get; }

    internal int ActionSize { get; }

    internal double Rate { get; }

    internal InputStatistics Observations { get; }

    internal InputStatistics Actions { get; }

    internal int Episodes => starts.Length - 1;

    internal int Longest => Enumerable.Range(0, Episodes).Max(LengthOf);

    internal static EpisodeBuffer Read(IDemonstrationDataset dataset)
    {
        DatasetSpec spec = dataset.Spec;
        if (spec.Steps == 0)
            throw TrainingErrors.NoEpisodes(spec.Source);
        double[] observations = new double[spec.Steps * spec.Observations.Size];
        double[] actions = new double[spec.Steps * spec.Action.Size];
        int step = 0;
        for (int e = 0; e < spec.EpisodeLengths.Count; e++)
        {
            EpisodeWindow episode = dataset.Read(e, 0, spec.EpisodeLengths[e]);
            episode.Observations.CopyTo(observations, step * spec.Observations.Size);
            episode.Actions.CopyTo(actions, step * spec.Action.Size);
            step += spec.EpisodeLengths[e];
        }
        return new EpisodeBuffer(spec, observations, actions);
    }

    internal int LengthOf(int episode) => starts[episode + 1] - starts[episode];

    internal void CopyObservations(WindowPlace place, int steps, Span<float> target) => Copy(observations, ObservationSize, place, steps, target);

    internal void CopyActions(WindowPlace place, int steps, Span<float> target) => Copy(actions, ActionSize, place, steps, target);

    internal ActionChunk ActionsOf(int episode, int first, int count) =>
        new(count, ActionSize, Array.ConvertAll(actions[((starts[episode] + first) * ActionSize)..((starts[episode] + first + count) * ActionSize)], v => (double)v));

    internal double[] MeanAction(IReadOnlyList<int> episodes)
    {
        double[] sums = new double[ActionSize];
        foreach (int episode in episodes)
        {
            for (int i = starts[episode] * ActionSize; i < starts[episode + 1] * ActionSize; i++)
                sums[i % ActionSize] += actions[i];
        }
        int steps = episodes.Sum(LengthOf);
        return [.. sums.Select(s => s / steps)];
    }

    private void Copy(float[] rows, int width, WindowPlace place, int steps, Span<float> target)
    {
        for (int i = 0; i < steps; i++)
        {
            int step = starts[place.Episode] + Math.Clamp(place.Start + i, 0, LengthOf(place.Episode) - 1);
            rows.AsSpan(step * width, width).CopyTo(target[(i * width)..]);
        }
    }

    private void RefuseNonFinite(double[] values, int width, string what)
    {
        int bad = Array.FindIndex(values, v => !double.IsFinite(v));
        if (bad < 0)
            return;
        int episode = Array.FindLastIndex(starts, s => s <= bad / width);
        throw TrainingErrors.NotFinite(what, values[bad], episode, (bad / width) - starts[episode], bad % width);
    }
}
