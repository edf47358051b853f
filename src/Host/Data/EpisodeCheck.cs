using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Learning.Normalisation;

namespace DiffOG.Host.Data;

/// <summary>Looks at each episode as a whole: its length, its times, and the statistics that its files state.</summary>
/// <param name="dataset">The data.</param>
/// <param name="settings">The length of a window.</param>
/// <param name="book">Takes the findings.</param>
internal sealed class EpisodeCheck(IDemonstrationDataset dataset, CheckSettings settings, FindingBook book)
{
    /// <summary>A step may come earlier or later by this share of a step.</summary>
    private const double Jitter = 0.5;

    /// <summary>Of a column's range, and of its largest value: what files state was summed up in single precision.</summary>
    private const double RangeRoom = 1e-4, SizeRoom = 1e-5;

    private readonly DatasetSpec spec = dataset.Spec;

    /// <summary>How many episodes have times.</summary>
    internal int Timed { get; private set; }

    /// <summary>How many episodes state statistics.</summary>
    internal int Stated { get; private set; }

    /// <summary>Looks at an episode.</summary>
    internal void Look(int episode)
    {
        Length(episode);
        try
        {
            if (dataset is ITimedDataset timed && spec.EpisodeLengths[episode] > 0 && timed.TimesOf(episode) is { } times)
                Times(episode, times);
            if (dataset is IStatedStatistics stating && stating.StatedOf(episode) is { } stated)
                Statistics(episode, stated);
        }
        catch (DiffOGException refusal)
        {
            book.Add(FindingKind.Unreadable, episode, null, null, refusal.Message.TrimEnd('.'));
        }
    }

    private void Length(int episode)
    {
        int length = spec.EpisodeLengths[episode];
        if (length == 0)
            book.Add(FindingKind.WrongLength, episode, null, null, "it has no steps");
        else if (length < settings.Window)
            book.Add(FindingKind.ShortEpisode, episode, null, null, FormattableString.Invariant($"it has {length} steps; a window has {settings.Window}"));
    }

    private void Times(int episode, double[] times)
    {
        Timed++;
        if (times.Length != spec.EpisodeLengths[episode])
            book.Add(FindingKind.WrongLength, episode, null, null, FormattableString.Invariant($"it has {spec.EpisodeLengths[episode]} steps and {times.Length} times"));
        for (int t = 1; t < times.Length; t++)
        {
            double passed = times[t] - times[t - 1], nominal = 1 / spec.Rate;
            if (!(passed > 0))
                book.Add(FindingKind.TimeBackwards, episode, t, FormattableString.Invariant($"its time is {times[t]:G9} s, that of the step before {times[t - 1]:G9} s"));
            else if (Math.Abs(passed - nominal) > Jitter * nominal)
                book.Add(FindingKind.TimeGap, episode, t, FormattableString.Invariant($"{passed:G4} s have passed since the step before; at {spec.Rate:0.###} Hz it is {nominal:G4} s"));
        }
    }

    private void Statistics(int episode, StatedStatistics stated)
    {
        Stated++;
        var seen = new DatasetValues(spec);
        foreach (StepRange range in DatasetBlocks.Of(spec with { EpisodeLengths = [spec.EpisodeLengths[episode]] }))
            seen.Add(range with { Episode = episode }, dataset.Read(episode, range.Start, range.Count));
        Compare(episode, "observation", stated.Observations, seen.Observations);
        Compare(episode, "action", stated.Actions, seen.Actions);
    }

    private void Compare(int episode, string what, ColumnStatistics? stated, InputStatistics? seen)
    {
        for (int i = 0; stated is not null && seen is not null && i < seen.Min.Length; i++)
        {
            double room = (RangeRoom * (seen.Max[i] - seen.Min[i])) + (SizeRoom * Math.Max(Math.Abs(seen.Min[i]), Math.Abs(seen.Max[i])));
            foreach ((string name, double said, double found) in (ReadOnlySpan<(string, double, double)>)[("min", stated.Minimum[i], seen.Min[i]), ("max", stated.Maximum[i], seen.Max[i]), ("mean", stated.Mean[i], seen.Mean[i])])
            {
                if (!(Math.Abs(said - found) <= room))
                    book.Add(FindingKind.OtherStatistics, episode, null, null, FormattableString.Invariant($"the {name} of {what} value {i} is {found:G6}; the files state {said:G6}"));
            }
        }
    }
}
