using DiffOG.Testing.Contracts;

namespace DiffOG.Datasets.LeRobot.Tests;

public sealed class LeRobotPluginContract : PluginContract<LeRobotPlugin>;

public sealed class LeRobotVersion2Contract : DatasetContract
{
    protected override IDemonstrationDataset Open() => Tests.Open.Dataset(Tests.Open.G1);
}

public sealed class LeRobotVersion3Contract : DatasetContract
{
    protected override IDemonstrationDataset Open() => Tests.Open.Dataset(Tests.Open.Sines);
}

public sealed class LeRobotSinkContract : EpisodeSinkContract, IDisposable
{
    private readonly string root = Path.Combine(Directory.CreateTempSubdirectory("diffog-lerobot-").FullName, "new");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(root)!, recursive: true);

    protected override IDemonstrationDataset Open()
    {
        bool known = Directory.Exists(root);
        IEpisodeSink sink = Written.Begin(root, doublePrecision: true);
        for (long seed = 1; seed <= 2 && !known; seed++)
            sink.Append(Written.Episode(6, seed), new Dictionary<string, string>());
        return sink;
    }
}
