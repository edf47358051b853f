using DiffOG.Testing.Contracts;

namespace DiffOG.Datasets.Robomimic.Tests;

public sealed class RobomimicPluginContract : PluginContract<RobomimicPlugin>;

public sealed class RobomimicDatasetContract : DatasetContract
{
    protected override IDemonstrationDataset Open() => DemoFile.OpenAt(DemoFile.ByH5py);
}
