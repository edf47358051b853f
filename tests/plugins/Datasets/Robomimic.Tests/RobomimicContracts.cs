using DiffOG.Testing.Contracts;

namespace DiffOG.Datasets.Robomimic.Tests;

public sealed class RobomimicPluginContract : PluginContract<RobomimicPlugin>;

public sealed class RobomimicDatasetContract : DatasetContract
{
    protected override IDemonstrationDataset Open() => DemoFile.OpenAt(DemoFile.ByH5py);
}

public sealed class RobomimicPicturesContract : DatasetContract
{
    protected override IDemonstrationDataset Open() => DemoFile.OpenAt(DemoFile.Compressed, new() { Observations = ["robot0_eef_pos"] });
}
