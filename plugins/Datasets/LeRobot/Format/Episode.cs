namespace DiffOG.Datasets.LeRobot.Format;

/// <summary>One episode, as the meta folder describes it.</summary>
/// <param name="Index">The recording's own number.</param>
/// <param name="Length">Steps.</param>
/// <param name="Table">The absolute path of the table with its rows.</param>
/// <param name="FirstRow">Its first row in the table.</param>
/// <param name="Tasks">What was to be done, in words.</param>
/// <param name="Films">Where its pictures are, by feature.</param>
internal sealed record Episode(int Index, int Length, string Table, long FirstRow, IReadOnlyList<string> Tasks, IReadOnlyDictionary<string, Film> Films)
{
    /// <summary>What the files state of its values, by feature.</summary>
    internal IReadOnlyDictionary<string, FeatureStatistics> Statistics { get; init; } = new Dictionary<string, FeatureStatistics>();

    /// <summary>The strings that this project's writer was given with it; null in recordings of others.</summary>
    internal IReadOnlyDictionary<string, string>? Attributes { get; init; }
}

/// <summary>A part of a film.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="From">Where the episode begins in it [s].</param>
internal readonly record struct Film(string Path, double From);

/// <summary>Statistics of one feature's numbers, flattened; NaN where none is stated.</summary>
internal sealed record FeatureStatistics(double[] Minimum, double[] Maximum, double[] Mean, double[] Deviation);
