using DiffOG.Datasets;

namespace DiffOG.Host.Data;

/// <summary>Consecutive steps of one episode that are read together.</summary>
/// <param name="Episode">Of the dataset.</param>
/// <param name="Start">The first step.</param>
/// <param name="Count">How many.</param>
internal readonly record struct StepRange(int Episode, int Start, int Count);

/// <summary>Goes through a dataset in pieces that fit into little memory, however long episodes are.</summary>
internal static class DatasetBlocks
{
    /// <summary>Values of one piece: 2 MiB.</summary>
    private const int MostValues = 1 << 18;

    /// <summary>All steps of all episodes, in order.</summary>
    /// <param name="spec">What the dataset holds.</param>
    internal static IEnumerable<StepRange> Of(DatasetSpec spec) => Of(spec, Math.Max(1, MostValues / Math.Max(1, spec.Observations.Size + spec.Action.Size)));

    /// <summary>All steps of all episodes, in order, at most so many at once.</summary>
    /// <param name="spec">What the dataset holds.</param>
    /// <param name="most">Steps.</param>
    internal static IEnumerable<StepRange> Of(DatasetSpec spec, int most)
    {
        for (int episode = 0; episode < spec.EpisodeLengths.Count; episode++)
        {
            for (int start = 0; start < spec.EpisodeLengths[episode]; start += most)
                yield return new StepRange(episode, start, Math.Min(most, spec.EpisodeLengths[episode] - start));
        }
    }
}
