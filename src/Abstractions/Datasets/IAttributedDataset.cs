namespace DiffOG.Datasets;

/// <summary>A dataset whose episodes carry strings, for example their seeds.</summary>
public interface IAttributedDataset : IDemonstrationDataset
{
    /// <summary>The strings an episode was recorded with; what continues a collection reads the last episode's seed from them.</summary>
    /// <param name="episode">0 to the number of episodes − 1.</param>
    /// <returns>Empty where it has none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such episode.</exception>
    /// <exception cref="Diagnostics.DiffOGException">The data are missing, cut short or corrupt; the message names the file.</exception>
    IReadOnlyDictionary<string, string> AttributesOf(int episode);
}
