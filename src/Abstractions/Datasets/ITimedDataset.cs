namespace DiffOG.Datasets;

/// <summary>A dataset whose format keeps the time of each step, beside the nominal rate.</summary>
public interface ITimedDataset : IDemonstrationDataset
{
    /// <summary>When the steps of an episode were recorded [s]; where zero is differs from format to format. Null where this dataset keeps no times after all.</summary>
    /// <param name="episode">0 to the number of episodes − 1.</param>
    /// <returns>[steps], or null.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such episode.</exception>
    /// <exception cref="Diagnostics.DiffOGException">The data are missing, cut short or corrupt; the message names the file.</exception>
    double[]? TimesOf(int episode);
}
