namespace DiffOG.Specs;

/// <summary>Whether a command says where to go, or how far to go from here.</summary>
public enum ActionMode
{
    /// <summary>The command is a change; zero holds the robot where it is.</summary>
    Relative,

    /// <summary>The command is a target; repeating the last one holds the robot where it is.</summary>
    Absolute,
}

/// <summary>What a dimension of an action moves; metrics are reported per group.</summary>
public enum ActionGroup
{
    /// <summary>A position or its change.</summary>
    Translation,

    /// <summary>An orientation or its change.</summary>
    Rotation,

    /// <summary>A joint angle or its change.</summary>
    Joint,

    /// <summary>A gripper; in the chunk, but not in difference constraints unless asked for.</summary>
    Gripper,
}

/// <summary>One dimension of an action.</summary>
/// <param name="Name">Unique within the action, for example <c>dx</c>.</param>
/// <param name="Group">What it moves.</param>
/// <param name="Unit">The unit of the raw value, for example <c>m</c>; <c>1</c> for a pure number.</param>
/// <param name="Minimum">The smallest value that is accepted [Unit].</param>
/// <param name="Maximum">The largest value that is accepted [Unit].</param>
public sealed record ActionDimension(string Name, ActionGroup Group, string Unit, double Minimum, double Maximum);

/// <summary>What a command consists of.</summary>
/// <param name="Mode">Relative or absolute.</param>
/// <param name="Dimensions">[D] in the order of every action array.</param>
public sealed record ActionSpec(ActionMode Mode, IReadOnlyList<ActionDimension> Dimensions)
{
    /// <summary>The number D of dimensions.</summary>
    public int Size => Dimensions.Count;

    /// <summary>The indices of all dimensions but grippers: what difference constraints hold by default.</summary>
    public IReadOnlyList<int> MotionDimensions => [.. Enumerable.Range(0, Size).Where(d => Dimensions[d].Group != ActionGroup.Gripper)];

    /// <summary>The indices of one group's dimensions; empty where it has none.</summary>
    /// <param name="group">The group.</param>
    public IReadOnlyList<int> DimensionsOf(ActionGroup group) => [.. Enumerable.Range(0, Size).Where(d => Dimensions[d].Group == group)];
}
