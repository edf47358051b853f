namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>The task's own score, for example coverage: the best of every episode.</summary>
/// <param name="Best">Over episodes: mean, spread and largest.</param>
/// <param name="Binary">Whether it is 0 or 1 in every episode, and so says no more than success.</param>
public sealed record ScoreSummary(Statistic Best, bool Binary);

/// <summary>Computes <see cref="ScoreSummary"/>.</summary>
internal static class ScoreMetric
{
    public static ScoreSummary Of(IReadOnlyList<EpisodeRecord> episodes, long seed) =>
        new(Statistic.Of(episodes.Select(e => e.BestScore), seed), episodes.All(e => e.BestScore is 0 or 1));
}
