using DiffOG.Specs;

namespace DiffOG.Datasets.Robomimic;

/// <summary>Which datasets make up an observation where the options do not say.</summary>
internal static class ObservationChoice
{
    /// <summary>What robomimic's low-dimensional policies see, for one arm and for two.</summary>
    private static readonly string[] Usual =
    [
        "object", "robot0_eef_pos", "robot0_eef_quat", "robot0_gripper_qpos", "robot1_eef_pos", "robot1_eef_quat", "robot1_gripper_qpos",
    ];

    /// <summary>The names: of the options, else of the task, else of the file's own list, else the usual ones that are there.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1432: nothing says which.</exception>
    internal static IReadOnlyList<string> Of(RobomimicOptions options, ObservationSpec? task, FileDescription description, HdfFile file, PureHDF.IH5Group demo)
    {
        if (options.Observations is { } chosen)
            return chosen;
        if ((task?.Entries ?? description.Observations) is { Count: > 0 } stated)
            return [.. stated.Select(e => e.Name)];
        IReadOnlyCollection<string> there = Demo.ObservationsOf(file, demo);
        string[] usual = [.. Usual.Where(there.Contains)];
        return usual.Length > 0 ? usual : throw RobomimicErrors.NoDataset(file.Path, $"data/{demo.Name}", $"obs/{Usual[0]}", there.Select(t => $"obs/{t}"));
    }
}
