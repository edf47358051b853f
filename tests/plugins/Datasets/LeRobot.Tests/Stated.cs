using Xunit;

namespace DiffOG.Datasets.LeRobot.Tests;

/// <summary>Compares stated statistics with computed ones.</summary>
internal static class Stated
{
    /// <summary>
    /// Every statistic of every episode is that of its values. The files' means and deviations were summed up in single
    /// precision in some recordings, hence the tolerance; smallest and largest values are exact.
    /// </summary>
    internal static void RequireTrue(LeRobotDataset data)
    {
        var rows = new List<double>();
        for (int episode = 0; episode < data.Spec.EpisodeLengths.Count; episode++)
        {
            EpisodeWindow all = data.Read(episode, 0, data.Spec.EpisodeLengths[episode]);
            StatedStatistics stated = data.StatedOf(episode)!;
            Require(all.Observations, data.Spec.Observations.Size, stated.Observations!);
            Require(all.Actions, data.Spec.Action.Size, stated.Actions!);
            rows.AddRange(all.Actions);
        }
        if (data.Stated is { } together)
            Require([.. rows], data.Spec.Action.Size, together.Actions!);
    }

    private static void Require(double[] rows, int width, ColumnStatistics stated)
    {
        for (int d = 0; d < width; d++)
        {
            double[] column = [.. rows.Where((_, i) => i % width == d)];
            double mean = column.Average(), deviation = Math.Sqrt(column.Average(v => (v - mean) * (v - mean)));
            Assert.Equal(((float)column.Min(), (float)column.Max()), ((float)stated.Minimum[d], (float)stated.Maximum[d]));
            Assert.Equal(mean, stated.Mean[d], 1e-5 * Math.Max(1, Math.Abs(mean)));
            Assert.Equal(deviation, stated.Deviation[d], 1e-5 * Math.Max(1, deviation));
        }
    }
}
