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
    public void raw_recordings_are_read_by_their_states_at_the_rate_their_times_say()
    {
        double[,] states = DemoFile.Table(0, 6, 4);
        for (int t = 0; t < 6; t++)
            states[t, 0] = 0.052 + (0.05 * t);
        using DemoFile file = new DemoFile().With(1, new PureHDF.H5Group { ["actions"] = DemoFile.Table(0, 6, 7), ["states"] = states }).Attribute("repository_version", "1.0.0").Write();
        using IDemonstrationDataset data = file.Open();
        Assert.Equal(("states", 4, 20), (data.Spec.Observations.Entries[0].Name, data.Spec.Observations.Size, data.Spec.Rate));
        Assert.Equal([0.052, 0.102, 0.152], ((ITimedDataset)data).TimesOf(0)![..3], (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void states_whose_first_column_does_not_grow_are_no_times()
    {
        double[,] states = DemoFile.Table(0, 6, 4);
        (states[2, 0], states[3, 0]) = (states[3, 0], states[2, 0]);
        using DemoFile file = new DemoFile().With(0, new PureHDF.H5Group { ["actions"] = DemoFile.Table(0, 6, 7), ["states"] = states }).Attribute("repository_version", "1.0.0").Write();
        Errors.Of("DOG1436", () => file.Open());
        using IDemonstrationDataset data = file.Open(new() { Rate = 20 });
        Assert.Null(((ITimedDataset)data).TimesOf(0));
    }

    [Fact]
    public void actions_may_lie_side_by_side_and_the_oldest_recordings_do()
    {
        using DemoFile file = new DemoFile().With(0, new PureHDF.H5Group
        {
            ["joint_velocities"] = DemoFile.Table(0, 4, 7),
            ["gripper_actuations"] = DemoFile.Table(3, 4, 1),
            ["right_dpos"] = DemoFile.Table(5, 4, 3),
            ["states"] = DemoFile.Table(0, 4, 4),
        }).Write();
        using (IDemonstrationDataset data = file.Open(new() { Rate = 80 }))
            Assert.Equal([2, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 302], data.Read(0, 2, 1).Actions, (a, b) => Math.Abs(a - b) < 1e-12);
        using (IDemonstrationDataset chosen = file.Open(new() { Rate = 80, Action = new() { Keys = ["right_dpos", "gripper_actuations"] } }))
            Assert.Equal([502, 502.1, 502.2, 302], chosen.Read(0, 2, 1).Actions, (a, b) => Math.Abs(a - b) < 1e-12);
        Errors.Of("DOG1432", () => file.Open(new() { Action = new() { Keys = ["right_dpos", "left_dpos"] } }), "no 'left_dpos'");
    }

    [Theory]
    [InlineData("panda_door", new[] { 261 }, 23, 7, 20)]
    [InlineData("panda_lift", new[] { 412 }, 32, 7, 20)]
    [InlineData("panda_nut_assembly", new[] { 1036 }, 45, 7, 20)]
    [InlineData("panda_pick_place", new[] { 1482 }, 71, 7, 20)]
    [InlineData("panda_stack", new[] { 532 }, 45, 7, 20)]
    [InlineData("panda_wipe", new[] { 174 }, 15, 6, 20)]
    [InlineData("sawyer_lift", new[] { 1058, 837 }, 34, 8, 100)]
    [InlineData("sawyer_nut_assembly", new[] { 3318, 2430 }, 47, 8, 83.333)]
    [InlineData("sawyer_stack", new[] { 1252, 1174 }, 47, 8, 100)]
    public void robosuites_own_recordings_need_no_options(string name, int[] lengths, int states, int actions, double rate)
    {
        string? folder = Environment.GetEnvironmentVariable("DIFFOG_ROBOSUITE_DEMOS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "DIFFOG_ROBOSUITE_DEMOS does not name a folder with panda_lift.hdf5 and the others of robosuite's recordings.");
        using IDemonstrationDataset data = DemoFile.OpenAt(Path.Combine(folder!, $"{name}.hdf5"));
        Assert.Equal(lengths, data.Spec.EpisodeLengths);
        Assert.Equal((states, actions, rate), (data.Spec.Observations.Size, data.Spec.Action.Size, data.Spec.Rate));
        double[] seen = data.Read(0, 0, lengths[0]).Observations;
        Assert.Equal(lengths[0] * states, seen.Length);
        if (name != "panda_lift")
            return;
        // [time, qpos (9 of the arm and gripper, 7 of the cube), qvel]: the cube is lifted from 0.82 m to 0.90 m.
        Assert.Equal(0.8192, seen[12], 1e-3);
        Assert.Equal(0.9038, seen[(411 * 32) + 12], 1e-3);
    }
}
