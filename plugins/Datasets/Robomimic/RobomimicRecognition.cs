using System.Text.Json;

namespace DiffOG.Datasets.Robomimic;

/// <summary>Which files look as if they held demonstrations.</summary>
internal static class RobomimicRecognition
{
    /// <summary>Takes every HDF5 file, by its first bytes: what is wrong with one is said when it is opened.</summary>
    /// <param name="path">Of a file, or not.</param>
    internal static RecognisedDataset? Of(string path) => File.Exists(path) && Superblock.Begins(path) ? new RecognisedDataset(JsonSerializer.Serialize(new { path }), []) : null;
}
