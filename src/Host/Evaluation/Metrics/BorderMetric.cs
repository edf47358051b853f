namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>
/// The jump where one chunk takes over from another. |a_t − a_{t−1}| over all motion dimensions, normalised; the first
/// step of an episode is on neither side.
/// </summary>
/// <param name="AtBorders">Mean at the first step of every chunk but the first.</param>
/// <param name="Inside">Mean at all other steps.</param>
public sealed record BorderJump(Statistic AtBorders, Statistic Inside)
{
    /// <summary>AtBorders / Inside: one means that borders cannot be told from the inside.</summary>
    public double Ratio => AtBorders.Mean / Inside.Mean;
}

/// <summary>Computes <see cref="BorderJump"/>.</summary>
internal static class BorderMetric
{
    public static BorderJump Of(IReadOnlyList<EpisodeMotion> episodes, IReadOnlyList<int> motion, MetricWindow window, long seed) => new(
        Statistic.Of(episodes.Select(e => Mean(e, motion, window, border: true)), seed),
        Statistic.Of(episodes.Select(e => Mean(e, motion, window, border: false)), seed));

    private static double Mean(EpisodeMotion episode, IReadOnlyList<int> motion, MetricWindow window, bool border)
    {
        HashSet<int> starts = [.. episode.Record.Chunks.Select(c => c.FirstStep)];
        return Enumerable.Range(1, Math.Max(0, episode.StepsIn(window) - 1))
            .Where(t => starts.Contains(t) == border)
            .SelectMany(t => motion.Select(d => Math.Abs(episode.Change(t, d))))
            .DefaultIfEmpty(double.NaN)
            .Average();
    }
}
