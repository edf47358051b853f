using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>Commands are poses of the end effector in the world. A quaternion or rotation that cannot be one keeps the orientation of before.</summary>
/// <param name="arm">Moved.</param>
/// <param name="control">How the orientation is written.</param>
internal sealed class EndEffectorPoseControl(MjArm arm, ArmControl control) : ArmController
{
    private const double Degenerate = 1e-6;
    private readonly OperationalSpaceControl space = new(arm);

    /// <inheritdoc/>
    public override int MemorySize => space.MemorySize;

    /// <inheritdoc/>
    public override void HoldHere() => space.HoldHere();

    /// <inheritdoc/>
    public override void HoldCommand(Span<double> command) => Write(arm.Pose, control, command);

    /// <inheritdoc/>
    public override void Command(ReadOnlySpan<double> command)
    {
        command[..3].CopyTo(space.Goal);
        if (OrientationOf(command[3..], control) is { } orientation)
            orientation.ToMatrix(space.GoalRotation);
    }

    /// <inheritdoc/>
    public override void Control() => space.Control();

    /// <inheritdoc/>
    public override void Save(Span<double> target) => space.Save(target);

    /// <inheritdoc/>
    public override void Restore(ReadOnlySpan<double> source) => space.Restore(source);

    /// <summary>Writes a pose as a command.</summary>
    /// <param name="pose">Wanted.</param>
    /// <param name="control">How the orientation is written.</param>
    /// <param name="command">[7 or 9].</param>
    public static void Write(Pose pose, ArmControl control, Span<double> command)
    {
        pose.Position.CopyTo(command);
        if (control == ArmControl.EndEffectorQuaternion)
        {
            pose.Orientation.CopyScalarLast(command[3..]);
            return;
        }
        Span<double> matrix = stackalloc double[9];
        pose.Orientation.ToMatrix(matrix);
        matrix[..6].CopyTo(command[3..]);
    }

    private static QuaternionD? OrientationOf(ReadOnlySpan<double> values, ArmControl control)
    {
        if (control == ArmControl.EndEffectorQuaternion)
        {
            QuaternionD read = new(values[3], values[0], values[1], values[2]);
            return (read.W * read.W) + (read.X * read.X) + (read.Y * read.Y) + (read.Z * read.Z) < Degenerate ? null : read.Normalised;
        }
        Vector3D first = new(values), second = new(values[3..]), third = first.Cross(second);
        if (first.Length < Degenerate || third.Length < Degenerate)
            return null;
        // Gram and Schmidt, as the reference's networks have it: the first row is kept, the second loses its part along it.
        Vector3D x = first.Normalised, z = third.Normalised, y = z.Cross(x);
        return QuaternionD.FromMatrix([x.X, x.Y, x.Z, y.X, y.Y, y.Z, z.X, z.Y, z.Z]);
    }
}
