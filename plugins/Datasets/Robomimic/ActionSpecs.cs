using DiffOG.Specs;

namespace DiffOG.Datasets.Robomimic;

/// <summary>What the actions are: stated by the options, else by the file, else guessed from robosuite's conventions and what is recorded.</summary>
internal static class ActionSpecs
{
    private const int ArmSize = 7;
    private static readonly string[] ArmNames = ["dx", "dy", "dz", "rx", "ry", "rz", "gripper"];

    /// <exception cref="Diagnostics.DiffOGException">DOG1434: the options list another number of dimensions.</exception>
    internal static ActionSpec Of(RobomimicAction options, FileDescription description, HdfFile file, IReadOnlyList<Demo> demos)
    {
        DemoTable first = demos[0].Actions;
        Require(options.Names?.Count, "names", file, first);
        Require(options.Groups?.Count, "groups", file, first);
        Require(options.Minimum?.Count, "minimum", file, first);
        ActionMode mode = options.Mode ?? description.Mode ?? ActionMode.Relative;
        ActionDimension[] stated = description.Dimensions.Count == first.Width ? [.. description.Dimensions] : Guessed(first.Width);
        bool ranged = description.Dimensions.Count == first.Width || (description.IsRobosuite && mode == ActionMode.Relative);
        (IReadOnlyList<double> minimum, IReadOnlyList<double> maximum) = options.Minimum is not null ? (options.Minimum, options.Maximum!)
            : ranged ? ([.. stated.Select(d => d.Minimum)], [.. stated.Select(d => d.Maximum)])
            : Seen(demos);
        return new ActionSpec(mode, [.. stated.Select((d, i) => d with
        {
            Name = options.Names?[i] ?? d.Name, Group = options.Groups?[i] ?? d.Group, Minimum = minimum[i], Maximum = maximum[i],
        })]);
    }

    private static void Require(int? given, string what, HdfFile file, DemoTable actions)
    {
        if (given is int count && count != actions.Width)
            throw RobomimicErrors.Shape(file.Path, actions.Name, $"the options list {count} action {what}, and the recorded actions have {actions.Width} values");
    }

    /// <summary>Seven numbers an arm are a change of its pose and its gripper; of others, only the number is known.</summary>
    private static ActionDimension[] Guessed(int size) => size % ArmSize != 0
        ? [.. Enumerable.Range(0, size).Select(d => new ActionDimension($"a{d}", ActionGroup.Translation, "1", -1, 1))]
        : [.. Enumerable.Range(0, size).Select(d => new ActionDimension(
            size == ArmSize ? ArmNames[d] : $"robot{d / ArmSize}_{ArmNames[d % ArmSize]}", (d % ArmSize) switch { < 3 => ActionGroup.Translation, < 6 => ActionGroup.Rotation, _ => ActionGroup.Gripper }, "1", -1, 1))];

    // A value that is not finite is refused where it is read as a step: the rest of the file can still be looked at.
    private static (double[] Minimum, double[] Maximum) Seen(IReadOnlyList<Demo> demos)
    {
        int size = demos[0].Actions.Width;
        double[] minimum = [.. Enumerable.Repeat(double.PositiveInfinity, size)], maximum = [.. Enumerable.Repeat(double.NegativeInfinity, size)];
        foreach (DemoTable actions in demos.Select(d => d.Actions))
        {
            double[] rows = actions.ReadUnchecked(0, actions.Steps);
            for (int i = 0; i < rows.Length; i++)
            {
                if (double.IsFinite(rows[i]))
                    (minimum[i % size], maximum[i % size]) = (Math.Min(minimum[i % size], rows[i]), Math.Max(maximum[i % size], rows[i]));
            }
        }
        return (minimum, maximum);
    }
}
