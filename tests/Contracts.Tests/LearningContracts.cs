using DiffOG.Composition;
using DiffOG.Datasets;
using DiffOG.Datasets.Episodes;
using DiffOG.Projectors;
using DiffOG.Projectors.Transformer;
using DiffOG.Specs;
using DiffOG.Testing;
using DiffOG.Testing.Contracts;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]

namespace DiffOG.Contracts.Tests;

public sealed class TransformerPluginContract : PluginContract<TransformerPlugin>;

public sealed class TransformerContract : QProjectorContract
{
    protected override IQProjector Create() => new TransformerPlugin().Create(new TransformerOptions { EmbedSize = 32, FeedForward = 32 }, SevenDimensions.Context());
}

public sealed class EpisodesPluginContract : PluginContract<EpisodesPlugin>;

public sealed class EpisodesContract : EpisodeSinkContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("diffog-");

    public EpisodesContract()
    {
        using var sink = (IEpisodeSink)Open();
        for (int episode = 0; episode < 2; episode++)
            sink.Append(new EpisodeWindow(RandomValues.Normal(7 * (6 + episode), episode), RandomValues.Normal(7 * (6 + episode), 10 + episode)), new Dictionary<string, string>());
    }

    public void Dispose() => folder.Delete(recursive: true);

    protected override IDemonstrationDataset Open() => new EpisodesPlugin().Create(new EpisodesOptions { Path = folder.FullName }, SevenDimensions.Context());
}

public sealed class PictureEpisodesContract : EpisodeSinkContract, IDisposable
{
    private static readonly CameraSpec[] Cameras = [new("front", 6, 4), new("wrist", 3, 3)];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("diffog-");

    public PictureEpisodesContract()
    {
        using var sink = (IEpisodeSink)Open();
        for (int episode = 0; episode < 2; episode++)
            sink.Append(Episode(6 + episode, episode), new Dictionary<string, string>());
    }

    public void Dispose() => folder.Delete(recursive: true);

    protected override IDemonstrationDataset Open()
    {
        PluginContext known = SevenDimensions.Context();
        return new EpisodesPlugin().Create(new EpisodesOptions { Path = folder.FullName }, new PluginContext
        {
            Observations = known.RequiredObservations with { Cameras = Cameras },
            Action = known.Action,
            StepDuration = known.StepDuration,
        });
    }

    private static EpisodeWindow Episode(int steps, int seed) => new(RandomValues.Normal(7 * steps, seed), RandomValues.Normal(7 * steps, 10 + seed))
    {
        Pictures = Cameras.ToDictionary(c => c.Name, c => Enumerable.Range(0, steps * c.Bytes).Select(i => (byte)((i * 13) + seed)).ToArray()),
    };
}
