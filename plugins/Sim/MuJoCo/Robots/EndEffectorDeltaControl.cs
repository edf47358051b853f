using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>Commands are changes of the present pose in the world's axes, −1 to 1: 0.05 m and 0.5 rad (robosuite's OSC_POSE).</summary>
/// <param name="arm">Moved.</param>
internal sealed class EndEffectorDeltaControl(MjArm arm) : ArmController
{
    /// <summary>[m] of a translation of one.</summary>
    public const double TranslationScale = 0.05;

    /// <summary>[rad] of a rotation of one.</summary>
    public const double RotationScale = 0.5;

    private readonly OperationalSpaceControl space = new(arm);

    /// <inheritdoc/>
    public override int MemorySize => space.MemorySize;

    /// <inheritdoc/>
    public override void HoldHere() => space.HoldHere();

    /// <inheritdoc/>
    public override void Command(ReadOnlySpan<double> command)
    {
        ReadOnlySpan<double> place = arm.Position;
        for (int i = 0; i < 3; i++)
            space.Goal[i] = place[i] + (TranslationScale * command[i]);
        // A rotation of exactly zero keeps the goal of before, so that the hand does not sag away step by step.
        if (command[3] == 0 && command[4] == 0 && command[5] == 0)
            return;
        Span<double> change = stackalloc double[9];
        Rotation.FromVector([RotationScale * command[3], RotationScale * command[4], RotationScale * command[5]], change);
        Rotation.Multiply(change, arm.Rotation, space.GoalRotation);
    }

    /// <inheritdoc/>
    public override void Control() => space.Control();

    /// <inheritdoc/>
    public override void Save(Span<double> target) => space.Save(target);

    /// <inheritdoc/>
    public override void Restore(ReadOnlySpan<double> source) => space.Restore(source);
}
