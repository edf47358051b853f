using Xunit;

namespace DiffOG.Datasets.Robomimic.Tests;

public sealed class RecognitionTests
{
    [Fact]
    public void Hdf5_files_are_recognised_by_their_first_bytes()
    {
        var plugin = new RobomimicPlugin();
        Assert.Equal($$"""{"path":"{{DemoFile.ByH5py}}"}""", plugin.Recognise(DemoFile.ByH5py)!.Options);
        Assert.Null(plugin.Recognise(typeof(RecognitionTests).Assembly.Location));
        Assert.Null(plugin.Recognise(AppContext.BaseDirectory));
        Assert.Null(plugin.Recognise("/nowhere"));
    }

    [Fact]
    public void Demonstrations_carry_their_numbers_and_short_texts()
    {
        using var file = new DemoFile();
        PureHDF.H5Group demo = new() { ["actions"] = DemoFile.Table(0, 2, 7), ["obs"] = DemoFile.Observed([("object", DemoFile.Table(0, 2, 3))]) };
        (demo.Attributes["num_samples"], demo.Attributes["seed"], demo.Attributes["operator"], demo.Attributes["model_file"]) = (2L, 17L, "ann", new string('x', 2000));
        demo.Attributes["weights"] = new double[] { 1, 2 };
        file.With(0, demo).Attribute("env_args", """{"env_kwargs": {"control_freq": 20}}""").Write();
        using IDemonstrationDataset data = file.Open();
        Assert.Equal([new("operator", "ann"), new("seed", "17")], ((IAttributedDataset)data).AttributesOf(0).OrderBy(a => a.Key, StringComparer.Ordinal));
        Assert.Throws<ArgumentOutOfRangeException>(() => ((IAttributedDataset)data).AttributesOf(1));
    }
}
