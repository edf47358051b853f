using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using DiffOG.Diagnostics;
using PureHDF;
using Xunit;

namespace DiffOG.Datasets.Robomimic.Tests;

public sealed class ErrorTests : IDisposable
{
    private readonly DemoFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public void a_missing_file_and_one_that_is_no_hdf5_are_told_apart()
    {
        Errors.Of("DOG1430", () => DemoFile.OpenAt("/nowhere/demos.hdf5"), "/nowhere/demos.hdf5", "there is no such file");
        File.WriteAllText(file.Path, "not at all");
        Errors.Of("DOG1430", () => file.Open(), file.Path, "it does not begin as one");
    }

    [Fact]
    public void a_file_without_demonstrations_is_named()
    {
        new H5File { ["other"] = new double[] { 1 } }.Write(file.Path);
        Errors.Of("DOG1431", () => file.Open(), "there is no group 'data'");
        file.Write();
        Errors.Of("DOG1431", () => file.Open(), "holds no demo_0");
    }

    [Fact]
    public void a_missing_observation_is_listed_with_those_there_are()
    {
        file.With(0, 3, "b", "a").Write();
        Errors.Of("DOG1432", () => file.Open(), "no 'obs/object' in data/demo_0", "there are obs/a, obs/b");
        Errors.Of("DOG1432", () => file.Open(new RobomimicOptions { Observations = ["c"] }), "no 'obs/c'", "actions, obs/a, obs/b, states");
        Errors.Of("DOG1432", () => file.Open(new RobomimicOptions { Observations = ["a"], Action = new() { Key = "actions_abs" } }), "no 'actions_abs'");
    }

    [Fact]
    public void a_file_cut_short_anywhere_is_noticed_when_it_is_opened()
    {
        byte[] whole = File.ReadAllBytes(DemoFile.ByH5py);
        for (int length = 64; length < whole.Length; length += 1117)
        {
            File.WriteAllBytes(file.Path, whole[..length]);
            DiffOGException? error = Record.Exception(ReadAll) as DiffOGException;
            Assert.True(error is not null, $"{length} of {whole.Length} bytes were read without complaint.");
            Assert.Contains($"it should have {whole.Length} bytes, and has {length}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void a_file_with_a_new_superblock_is_noticed_when_it_was_cut_too()
    {
        byte[] whole = File.ReadAllBytes(file.With(0, 30, "a").Write().Path);
        File.WriteAllBytes(file.Path, whole[..^1]);
        Errors.Of("DOG1430", () => file.Open(), $"it should have {whole.Length} bytes, and has {whole.Length - 1}");
    }

    [Fact]
    public void changed_bytes_are_never_an_exception_without_an_id()
    {
        byte[] whole = File.ReadAllBytes(DemoFile.ByH5py);
        var random = new Random(5);
        for (int round = 0; round < 100; round++)
        {
            byte[] changed = [.. whole];
            changed[random.Next(8, changed.Length)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(file.Path, changed);
            Exception? failure = Record.Exception(ReadAll);
            Assert.True(failure is null or DiffOGException, $"{failure}");
        }
    }

    [Fact]
    public void lengths_and_widths_must_agree()
    {
        file.With(0, new H5Group { ["actions"] = DemoFile.Table(0, 4, 7), ["obs"] = DemoFile.Observed([("a", DemoFile.Table(0, 3, 2))]) }).Write();
        Errors.Of("DOG1434", () => file.Open(new RobomimicOptions { Observations = ["a"] }), "data/demo_0/obs/a", "it has 3 steps, data/demo_0/actions has 4");
        file.With(0, 4, "a").With(1, new H5Group { ["actions"] = DemoFile.Table(0, 4, 6), ["obs"] = DemoFile.Observed([("a", DemoFile.Table(0, 4, 3))]) }).Write();
        Errors.Of("DOG1434", () => file.Open(new RobomimicOptions { Observations = ["a"] }), "data/demo_1/actions", "6 values a step, data/demo_0/actions has 7");
        Errors.Of("DOG1434", () => DemoFile.OpenAt(DemoFile.ByH5py, new RobomimicOptions { Action = new() { Names = ["x"] } }), "the options list 1 action names", "7 values");
    }

    [Fact]
    public void pictures_are_no_low_dimensional_observation()
    {
        file.With(0, new H5Group { ["actions"] = DemoFile.Table(0, 4, 7), ["obs"] = DemoFile.Observed([("view_image", new byte[4, 8, 8, 3])]) }).Write();
        Errors.Of("DOG1434", () => file.Open(new RobomimicOptions { Observations = ["view_image"] }), "the shape [4, 8, 8, 3]");
    }

    [Fact]
    public void a_value_that_is_not_finite_is_found_with_its_step()
    {
        double[,] table = DemoFile.Table(0, 4, 3);
        table[2, 1] = double.NaN;
        file.With(0, new H5Group { ["actions"] = DemoFile.Table(0, 4, 7), ["obs"] = DemoFile.Observed([("a", table)]) }).Write();
        using IDemonstrationDataset data = file.Open(new RobomimicOptions { Observations = ["a"], Rate = 20 });
        Errors.Of("DOG1435", () => data.Read(0, 1, 3), "data/demo_0/obs/a", "at step 2");
        Assert.Equal(2, data.Read(0, 0, 2).Observations[3 + 2] - data.Read(0, 0, 1).Observations[0] + 0.8, 1e-9);
    }

    [Fact]
    public void without_a_rate_one_is_asked_for()
    {
        file.With(0, 4, "a").Attribute("env_args", "{ no json").Write();
        Errors.Of("DOG1436", () => file.Open(new RobomimicOptions { Observations = ["a"] }), "option 'rate'");
    }

    [Fact]
    public void a_list_that_is_missing_or_names_others_is_refused()
    {
        Errors.Of("DOG1437", () => DemoFile.OpenAt(DemoFile.ByH5py, new RobomimicOptions { Filter = "better" }), "there are only train, valid, wrong");
        Errors.Of("DOG1437", () => DemoFile.OpenAt(DemoFile.ByH5py, new RobomimicOptions { Filter = "wrong" }), "it names demo_7, which data does not hold");
    }

    [Fact]
    public void a_compression_that_is_not_known_is_named()
    {
        byte[] bytes = File.ReadAllBytes(DemoFile.ByH5py);
        // A filter's number stands eight bytes before its name.
        int name = bytes.AsSpan().IndexOf("lzf\0"u8);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(name - 8), 32015);
        File.WriteAllBytes(file.Path, bytes);
        using IDemonstrationDataset data = file.Open(new RobomimicOptions { Filter = "valid", Observations = ["packed"] });
        Errors.Of("DOG1439", () => data.Read(0, 0, 5), "data/demo_2/obs/packed", "32015");
    }

    [Fact]
    public void options_that_contradict_themselves_are_refused()
    {
        Assert.Equal(2, Faults(new RobomimicOptions { Path = "a", Observations = ["x", "x"], Action = new() { Minimum = [1] } }).Count);
        Assert.Single(Faults(new RobomimicOptions { Path = "a", Observations = [] }));
        Assert.Single(Faults(new RobomimicOptions { Path = "a", Filter = "a/b" }));
        Assert.Single(Faults(new RobomimicOptions { Path = "a", Action = new() { Minimum = [1], Maximum = [1] } }));
        Assert.Empty(Faults(new RobomimicOptions { Path = "a", Observations = ["x", "y"] }));
    }

    private static List<ValidationResult> Faults(RobomimicOptions options)
    {
        List<ValidationResult> found = [];
        Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true);
        return found;
    }

    private void ReadAll()
    {
        using IDemonstrationDataset data = file.Open();
        for (int episode = 0; episode < data.Spec.EpisodeLengths.Count; episode++)
            data.Read(episode, 0, data.Spec.EpisodeLengths[episode]);
    }
}
