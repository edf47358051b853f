using DiffOG.Composition;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Datasets.Robomimic.Tests;

public sealed class ReadingTests
{
    private const string Arguments = """{"env_name": "mujoco/push-t", "type": 2, "env_kwargs": {"control_freq": 10}}""";

    [Fact]
    public void a_file_of_h5py_is_read_with_robomimics_defaults()
    {
        using IDemonstrationDataset data = DemoFile.OpenAt(DemoFile.ByH5py);
        Assert.Equal([3, 5, 13], data.Spec.EpisodeLengths);
        Assert.Equal(["object 10", "robot0_eef_pos 3", "robot0_eef_quat 4", "robot0_gripper_qpos 2"], data.Spec.Observations.Entries.Select(e => $"{e.Name} {e.Size}"));
        Assert.Equal((20, ActionMode.Relative, 7), (data.Spec.Rate, data.Spec.Action.Mode, data.Spec.Action.Size));
        Assert.Equal(new ActionDimension("gripper", ActionGroup.Gripper, "1", -1, 1), data.Spec.Action.Dimensions[6]);
        Assert.EndsWith("h5py-earliest.hdf5 (robomimic HDF5 of Lift)", data.Spec.Source, StringComparison.Ordinal);
        EpisodeWindow window = data.Read(2, 4, 2);
        for (int t = 0; t < 2; t++)
        {
            Assert.Equal((float)DemoFile.Value(10, 4 + t, 9), window.Observations[(t * 19) + 9]);
            Assert.Equal(DemoFile.Value(10, 4 + t, 1), window.Observations[(t * 19) + 18]);
            Assert.Equal(DemoFile.Value(10, 4 + t, 2) / 2000, window.Actions[(t * 7) + 2], 1e-15);
        }
    }

    [Theory]
    [InlineData("train", new[] { 3, 13 })]
    [InlineData("valid", new[] { 5 })]
    public void a_list_under_mask_selects_demonstrations_in_the_order_of_their_numbers(string filter, int[] lengths)
    {
        using IDemonstrationDataset data = DemoFile.OpenAt(DemoFile.ByH5py, new RobomimicOptions { Filter = filter });
        Assert.Equal(lengths, data.Spec.EpisodeLengths);
    }

    [Fact]
    public void observations_are_those_chosen_in_their_order_and_states_count_too()
    {
        using DemoFile file = new DemoFile().With(3, 6, "b", "a").Attribute("env_args", Arguments).Write();
        using IDemonstrationDataset data = file.Open(new RobomimicOptions { Observations = ["states", "a"] });
        Assert.Equal(8, data.Spec.Observations.Size);
        Assert.Equal([305.0, 305.1, 305.2, 305.3, 305.4, 305.0, 305.1, 305.2], data.Read(0, 5, 1).Observations);
        Assert.Equal(10, data.Spec.Rate);
    }

    [Fact]
    public void the_tasks_observations_are_the_default_and_must_fit()
    {
        using DemoFile file = new DemoFile().With(0, 6, "b", "a").Attribute("env_args", Arguments).Write();
        PluginContext Task(int size) => new() { Observations = new ObservationSpec([new ObservationEntry("a", size, "m")]) };
        using (IDemonstrationDataset data = file.Open(context: Task(3)))
            Assert.Equal(new ObservationEntry("a", 3, "m"), Assert.Single(data.Spec.Observations.Entries));
        Errors.Of("DOG1438", () => file.Open(context: Task(2)), "are a[3]; the task's are a[2]");
    }

    [Fact]
    public void our_own_recordings_say_units_ranges_and_groups()
    {
        const string Own = """
            {"observations": [{"name": "b", "size": 3, "unit": "px"}],
             "action": {"mode": "absolute", "dimensions": [
               {"name": "x", "group": "translation", "unit": "px", "minimum": 0, "maximum": 512},
               {"name": "y", "group": "rotation", "unit": "rad", "minimum": -1, "maximum": 1}]}}
            """;
        using DemoFile file = new DemoFile()
            .With(0, new PureHDF.H5Group { ["actions"] = DemoFile.Table(0, 4, 2), ["obs"] = DemoFile.Observed([("a", DemoFile.Table(0, 4, 1)), ("b", DemoFile.Table(0, 4, 3))]) })
            .Attribute("env_args", Arguments).Attribute("diffog", Own).Write();
        using IDemonstrationDataset data = file.Open();
        Assert.Equal("b px", string.Join(", ", data.Spec.Observations.Entries.Select(e => $"{e.Name} {e.Unit}")));
        Assert.Equal(ActionMode.Absolute, data.Spec.Action.Mode);
        Assert.Equal([new("x", ActionGroup.Translation, "px", 0, 512), new("y", ActionGroup.Rotation, "rad", -1, 1)], data.Spec.Action.Dimensions);
    }

    [Fact]
    public void ranges_are_those_seen_where_nothing_states_them_and_options_come_first()
    {
        using DemoFile file = new DemoFile().With(0, 4, "a").With(1, 2, "a").Attribute("env_args", Arguments).Write();
        RobomimicOptions Choice(RobomimicAction action) => new() { Observations = ["a"], Action = action };
        using (IDemonstrationDataset data = file.Open(Choice(new())))
            Assert.Equal((0.0, 101.0), (data.Spec.Action.Dimensions[0].Minimum, data.Spec.Action.Dimensions[0].Maximum));
        using (IDemonstrationDataset data = file.Open(Choice(new() { Key = "states", Mode = ActionMode.Absolute, Names = ["p", "q", "r", "s", "t"], Minimum = [0, 0, 0, 0, 0], Maximum = [1, 1, 1, 1, 1] })))
            Assert.Equal(("p", 1.0, ActionMode.Absolute), (data.Spec.Action.Dimensions[0].Name, data.Spec.Action.Dimensions[0].Maximum, data.Spec.Action.Mode));
    }

    [Fact]
    public void fourteen_numbers_are_two_arms_and_absolute_targets_have_the_range_that_was_seen()
    {
        const string Robosuite = """{"env_name": "TwoArmTransport", "type": 1, "env_kwargs": {"control_freq": 20, "controller_configs": [{"control_delta": false}]}}""";
        using DemoFile file = new DemoFile()
            .With(0, new PureHDF.H5Group { ["actions"] = DemoFile.Table(0, 4, 14), ["obs"] = DemoFile.Observed([("robot1_eef_pos", DemoFile.Table(0, 4, 3)), ("object", DemoFile.Table(0, 4, 2))]) })
            .Attribute("env_args", Robosuite).Write();
        using IDemonstrationDataset data = file.Open();
        Assert.Equal(["object", "robot1_eef_pos"], data.Spec.Observations.Entries.Select(e => e.Name));
        Assert.Equal(ActionMode.Absolute, data.Spec.Action.Mode);
        Assert.Equal(new ActionDimension("robot0_dx", ActionGroup.Translation, "1", 0, 3), data.Spec.Action.Dimensions[0]);
        Assert.Equal("robot1_ry Rotation, robot1_rz Rotation, robot1_gripper Gripper", string.Join(", ", data.Spec.Action.Dimensions.Skip(11).Select(d => $"{d.Name} {d.Group}")));
    }

    [Fact]
    public void the_fingerprint_notices_one_changed_number()
    {
        string Print(double value)
        {
            double[,] table = DemoFile.Table(1, 4, 3);
            table[2, 1] = value;
            using DemoFile file = new DemoFile().With(0, 3, "a").Attribute("env_args", Arguments)
                .With(1, new PureHDF.H5Group { ["actions"] = DemoFile.Table(1, 4, 7), ["obs"] = DemoFile.Observed([("a", table)]) }).Write();
            using IDemonstrationDataset data = file.Open(new RobomimicOptions { Observations = ["a"] });
            return data.Fingerprint;
        }
        Assert.Equal(Print(1), Print(1));
        Assert.NotEqual(Print(1), Print(1 + 1e-12));
    }

    [Fact]
    public void raw_recordings_of_robosuite_are_read_by_their_states()
    {
        string? folder = Environment.GetEnvironmentVariable("DIFFOG_ROBOSUITE_DEMOS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "DIFFOG_ROBOSUITE_DEMOS does not name a folder with panda_lift.hdf5 of robosuite's recordings.");
        using IDemonstrationDataset data = DemoFile.OpenAt(Path.Combine(folder!, "panda_lift.hdf5"), new RobomimicOptions { Observations = ["states"], Rate = 20 });
        Assert.Equal((412, 32, 7, 20), (data.Spec.EpisodeLengths[0], data.Spec.Observations.Size, data.Spec.Action.Size, data.Spec.Rate));
        double[] states = data.Read(0, 0, 412).Observations;
        // [time, qpos (9 of the arm and gripper, 7 of the cube), qvel]: the cube is lifted from 0.82 m to 0.90 m.
        Assert.Equal(0.8192, states[12], 1e-3);
        Assert.Equal(0.9038, states[(411 * 32) + 12], 1e-3);
    }
}
