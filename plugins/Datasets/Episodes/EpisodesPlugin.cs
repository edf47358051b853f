using System.Text.Json;
using DiffOG.Composition;

namespace DiffOG.Datasets.Episodes;

/// <summary>
/// Opens a folder of episodes; one that holds no dataset yet becomes an empty one when the context says what is
/// observed, what is commanded and how often.
/// </summary>
[Plugin("episodes", "Demonstrations as a folder of safetensors files, one per episode; our own format.")]
public sealed class EpisodesPlugin : Plugin<IEpisodeSink, EpisodesOptions>, IDatasetRecogniser
{
    /// <inheritdoc/>
    public override IEpisodeSink Create(EpisodesOptions options, PluginContext context) =>
        EpisodesDataset.Open(context.PathOf(options.Path), DatasetDescription.From(context));

    /// <inheritdoc/>
    public RecognisedDataset? Recognise(string path)
    {
        string folder = Path.GetFileName(path) == DatasetDescription.FileName ? Path.GetDirectoryName(path)! : path;
        return DatasetDescription.LiesIn(folder) ? new RecognisedDataset(JsonSerializer.Serialize(new { path = folder }), []) : null;
    }
}
