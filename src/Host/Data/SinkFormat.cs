using System.Text.Json;
using DiffOG.Composition;
using DiffOG.Datasets;
using DiffOG.Specs;

namespace DiffOG.Host.Data;

/// <summary>The format of a dataset plugin that takes episodes, for example <c>episodes</c>.</summary>
/// <param name="plugin">Its id.</param>
/// <param name="choose">Binds its options, given as JSON.</param>
/// <param name="plugins">Makes it.</param>
internal sealed class SinkFormat(string plugin, Func<string, PluginChoice> choose, IPluginMaker plugins) : IConversionFormat
{
    /// <inheritdoc/>
    public string Plugin => plugin;

    /// <inheritdoc/>
    public void Write(IDemonstrationDataset source, string path, Action<int> done, CancellationToken token)
    {
        DatasetSpec spec = source.Spec;
        using IDemonstrationDataset made = Make(path, spec);
        IEpisodeSink sink = made as IEpisodeSink ?? throw DataErrors.NotWritten(plugin);
        if (sink.Spec.Observations.Cameras.Count < spec.Observations.Cameras.Count)
            throw DataErrors.CannotKeep(plugin, "it has pictures");
        for (int episode = 0; episode < spec.EpisodeLengths.Count; episode++)
        {
            token.ThrowIfCancellationRequested();
            sink.Append(Whole(source, episode), source is IAttributedDataset attributed ? attributed.AttributesOf(episode) : new Dictionary<string, string>());
            done(episode + 1);
        }
    }

    /// <inheritdoc/>
    public IDemonstrationDataset Open(string path, DatasetSpec spec) => Make(path, null);

    private IDemonstrationDataset Make(string path, DatasetSpec? spec) => plugins.Create<IDemonstrationDataset>(
        choose(JsonSerializer.Serialize(new { path })),
        new PluginContext { Plugins = plugins, BaseFolder = Path.GetDirectoryName(path)!, Observations = spec?.Observations, Action = spec?.Action, StepDuration = 1 / spec?.Rate });

    private static EpisodeWindow Whole(IDemonstrationDataset source, int episode)
    {
        int length = source.Spec.EpisodeLengths[episode];
        Dictionary<string, byte[]> pictures = [];
        foreach (CameraSpec camera in source.Spec.Observations.Cameras)
        {
            byte[] all = pictures[camera.Name] = new byte[length * camera.Bytes];
            source.ReadPictures(episode, 0, length, camera.Name, all);
        }
        return source.Read(episode, 0, length) with { Pictures = pictures };
    }
}
