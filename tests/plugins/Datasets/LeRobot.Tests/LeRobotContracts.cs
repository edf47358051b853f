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
