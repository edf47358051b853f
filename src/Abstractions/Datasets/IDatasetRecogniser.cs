namespace DiffOG.Datasets;

/// <summary>A file or folder that turned out to hold demonstrations of a plugin's format.</summary>
/// <param name="Options">A JSON object: the plugin's options that read it, its path among them.</param>
/// <param name="Assumptions">What the format does not say and the options therefore assume, one sentence each, and how to say otherwise: <c>rate 10 Hz (options.rate)</c>.</param>
public sealed record RecognisedDataset(string Options, IReadOnlyList<string> Assumptions);

/// <summary>Implemented by dataset plugins that know their format when they see it; then a person need not name it.</summary>
public interface IDatasetRecogniser
{
    /// <summary>Looks at what lies somewhere. Reads names and small headers, no data.</summary>
    /// <param name="path">Absolute; of a file, a folder, or nothing.</param>
    /// <returns>Null where it is not of this format, or cannot be read.</returns>
    RecognisedDataset? Recognise(string path);
}
