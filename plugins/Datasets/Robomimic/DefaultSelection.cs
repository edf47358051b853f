using DiffOG.Specs;

namespace DiffOG.Datasets.Robomimic;

/// <summary>What is read where the options do not say.</summary>
internal static class DefaultSelection
{
    /// <summary>What robomimic's low-dimensional policies see, for one arm and for two.</summary>
    private static readonly string[] Usual =
    [
        "object", "robot0_eef_pos", "robot0_eef_quat", "robot0_gripper_qpos", "robot1_eef_pos", "robot1_eef_quat", "robot1_gripper_qpos",
    ];

    /// <summary>robosuite recorded its first demonstrations (2018) so.</summary>
    private static readonly string[] VelocityActions = ["joint_velocities", "gripper_actuations"];

    /// <summary>Chooses; the first demonstration stands for all.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1432: nothing says which observations.</exception>
    internal static Selected Of(RobomimicOptions options, ObservationSpec? task, FileDescription description, HdfFile file, PureHDF.IH5Group demo)
    {
        var members = DemoMembers.Of(file, demo);
        return new Selected(
            Actions(options.Action, members), Observations(options, task, description, file, demo, members), options.Cameras ?? members.Cameras);
    }

    private static IReadOnlyList<string> Actions(RobomimicAction options, DemoMembers members) =>
        options.Keys ?? (options.Key == RobomimicAction.DefaultKey && !members.Names.Contains(options.Key) && VelocityActions.All(members.Names.Contains) ? VelocityActions : [options.Key]);

    /// <summary>Those of the options, else of the task, else of the file's own list, else the usual ones that are there; of raw recordings the states.</summary>
    private static IReadOnlyList<string> Observations(
        RobomimicOptions options, ObservationSpec? task, FileDescription description, HdfFile file, PureHDF.IH5Group demo, DemoMembers members)
    {
        if (options.Observations is { } chosen)
            return chosen;
        if ((task?.Entries ?? description.Observations) is { Count: > 0 } stated)
            return [.. stated.Select(e => e.Name)];
        string[] usual = [.. Usual.Where(members.ObservationNames.Contains)];
        if (usual.Length > 0)
            return usual;
        return members.ObservationNames.Count == 0 && members.States is { } states
            ? [states.Name.Split('/')[^1]]
            : throw RobomimicErrors.NoDataset(file.Path, $"data/{demo.Name}", $"obs/{Usual[0]}", members.ObservationNames.Select(t => $"obs/{t}"));
    }
}
