using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>What the commands of an arm consist of.</summary>
internal static class ArmActions
{
    /// <summary>The farthest that the hand may be sent from the arm's base, along each axis [m].</summary>
    public const double Reach = 1;

    private static readonly string[] Axes = ["x", "y", "z"], Quaternion = ["qx", "qy", "qz", "qw"];
    private static readonly string[] Rows = ["r11", "r12", "r13", "r21", "r22", "r23"];

    /// <summary>Whether a command is a change or a target.</summary>
    public static ActionMode ModeOf(ArmControl control) => control is ArmControl.EndEffectorDelta or ArmControl.JointTorque ? ActionMode.Relative : ActionMode.Absolute;

    /// <summary>The dimensions of an arm's command, the gripper's last.</summary>
    /// <param name="control">What a command means.</param>
    /// <param name="arm">Joints and where it stands.</param>
    /// <param name="prefix">Before each name, where there is more than one arm.</param>
    public static IEnumerable<ActionDimension> Of(ArmControl control, ArmDescription arm, string prefix = "")
    {
        IEnumerable<ActionDimension> motion = control switch
        {
            ArmControl.EndEffectorDelta =>
                [.. Axes.Select(a => Number("d" + a, ActionGroup.Translation, "0.05 m")), .. Axes.Select(a => Number("r" + a, ActionGroup.Rotation, "0.5 rad"))],
            ArmControl.EndEffectorQuaternion => [.. Positions(arm), .. Quaternion.Select(q => Number(q, ActionGroup.Rotation, "1"))],
            ArmControl.EndEffectorRotation6D => [.. Positions(arm), .. Rows.Select(r => Number(r, ActionGroup.Rotation, "1"))],
            ArmControl.JointPosition => arm.Joints.Select(j => new ActionDimension(j.Name, ActionGroup.Joint, "rad", j.Lower, j.Upper)),
            _ => arm.Joints.Select(j => new ActionDimension(j.Name, ActionGroup.Joint, "N m", -j.Torque, j.Torque)),
        };
        return motion.Append(Number("gripper", ActionGroup.Gripper, "1")).Select(d => d with { Name = prefix + d.Name });
    }

    private static ActionDimension Number(string name, ActionGroup group, string unit) => new(name, group, unit, -1, 1);

    private static IEnumerable<ActionDimension> Positions(ArmDescription arm) =>
        Axes.Zip([arm.Base.X, arm.Base.Y, arm.Base.Z], (name, middle) => new ActionDimension(name, ActionGroup.Translation, "m", middle - Reach, middle + Reach));
}
