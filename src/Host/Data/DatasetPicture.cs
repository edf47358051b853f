using DiffOG.Datasets;
using DiffOG.Host.Progress;
using DiffOG.Learning.Normalisation;
using DiffOG.Specs;

namespace DiffOG.Host.Data;

/// <summary>All that a page about a dataset shows of its values: one episode, and how the values of all are distributed.</summary>
/// <param name="Episode">The number of the episode shown.</param>
/// <param name="Window">All its steps.</param>
/// <param name="Scale">[D] from raw to normalised changes.</param>
/// <param name="Actions">[D] how actions are distributed, raw.</param>
/// <param name="Changes">[D] how |Δa| is distributed, normalised.</param>
/// <param name="Lengths">How long episodes are.</param>
/// <param name="Measured">The statistics.</param>
internal sealed record DatasetPicture(int Episode, EpisodeWindow Window, double[] Scale, Histogram[] Actions, Histogram[] Changes, Histogram Lengths, DatasetStatistics Measured)
{
    private const int Bins = 60, BinsToLimit = 10, MostBins = 100, LengthBins = 20;

    /// <summary>Goes through a dataset.</summary>
    /// <param name="dataset">The data; with at least one step.</param>
    /// <param name="episode">The number of the episode to show.</param>
    /// <param name="settings">The limit that is drawn.</param>
    /// <param name="display">Is told how far the work has come.</param>
    /// <param name="token">Ends the work.</param>
    internal static DatasetPicture Of(IDemonstrationDataset dataset, int episode, StatisticsSettings settings, IDisplay display, CancellationToken token)
    {
        DatasetSpec spec = dataset.Spec;
        DatasetStatistics measured = DatasetStatistics.Of(dataset, settings with { Pictures = 0 }, display, token);
        InputStatistics seen = measured.Actions!;
        double[] scale = [.. LinearNormaliser.Fit(settings.Normaliser, seen).Scale];
        Histogram[] actions = [.. Enumerable.Range(0, spec.Action.Size).Select(d => new Histogram(seen.Min[d], seen.Max[d], Bins))];
        Histogram[] changes = [.. Enumerable.Range(0, spec.Action.Size).Select(d => OfChanges(measured.Changes.ElementAtOrDefault(d)?.Largest ?? 0, settings.Limit))];
        Count(dataset, scale, actions, changes, display, token);
        var lengths = new Histogram(0, spec.EpisodeLengths.Max(), LengthBins);
        foreach (int length in spec.EpisodeLengths)
            lengths.Add(length);
        return new DatasetPicture(episode, dataset.Read(episode, 0, spec.EpisodeLengths[episode]), scale, actions, changes, lengths, measured);
    }

    // Bins end at the limit.
    private static Histogram OfChanges(double largest, double limit)
    {
        int bins = Math.Clamp((int)Math.Ceiling(largest / limit * BinsToLimit), BinsToLimit + 2, MostBins);
        return new Histogram(0, limit * bins / BinsToLimit, bins);
    }

    private static void Count(IDemonstrationDataset dataset, double[] scale, Histogram[] actions, Histogram[] changes, IDisplay display, CancellationToken token) => display.Work("histograms", dataset.Spec.Steps, progress =>
    {
        var walk = new ActionChanges(scale.Length);
        long done = 0;
        foreach (StepRange range in DatasetBlocks.Of(dataset.Spec))
        {
            token.ThrowIfCancellationRequested();
            EpisodeWindow window = dataset.Read(range.Episode, range.Start, range.Count);
            for (int i = 0; i < window.Actions.Length; i++)
                actions[i % scale.Length].Add(window.Actions[i]);
            walk.Each(range, window.Actions, (_, d, change) => changes[d].Add(Math.Abs(change) * scale[d]));
            progress.Report(done += range.Count, FormattableString.Invariant($"episode {range.Episode}"));
        }
        return done;
    });
}
