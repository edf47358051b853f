namespace DiffOG.Datasets;

/// <summary>A dataset whose format keeps statistics of its values, so that what was copied can be compared with what was recorded.</summary>
public interface IStatedStatistics : IDemonstrationDataset
{
    /// <summary>What the files state of all their episodes together, whichever of them were chosen; null where they state nothing.</summary>
    StatedStatistics? Stated { get; }

    /// <summary>What the files state of one episode; null where they state nothing.</summary>
    /// <param name="episode">0 to the number of episodes − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such episode.</exception>
    StatedStatistics? StatedOf(int episode);
}

/// <summary>Statistics that files state; not computed from their values.</summary>
/// <param name="Observations">Of the O values of an observation; null where some are not stated.</param>
/// <param name="Actions">Of the D values of an action; null where some are not stated.</param>
public sealed record StatedStatistics(ColumnStatistics? Observations, ColumnStatistics? Actions);

/// <summary>Statistics of the columns of a table, one value a column.</summary>
/// <param name="Minimum">The smallest values.</param>
/// <param name="Maximum">The largest values.</param>
/// <param name="Mean">The means.</param>
/// <param name="Deviation">The standard deviations, of the population: the sum of squares is divided by the number of rows.</param>
public sealed record ColumnStatistics(double[] Minimum, double[] Maximum, double[] Mean, double[] Deviation);
