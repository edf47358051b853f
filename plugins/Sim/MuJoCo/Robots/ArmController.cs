using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>Turns commands, one a control step, into motor torques, one set a physics step.</summary>
internal abstract class ArmController
{
    /// <summary>The length of what is remembered from one command to the next.</summary>
    public virtual int MemorySize => 0;

    /// <summary>Holds the arm where it is, from the beginning of an episode on.</summary>
    public virtual void HoldHere()
    {
    }

    /// <summary>The command that holds the arm where it is.</summary>
    /// <param name="command">[C].</param>
    public virtual void HoldCommand(Span<double> command) => command.Clear();

    /// <summary>Takes a command.</summary>
    /// <param name="command">[C] within its range.</param>
    public abstract void Command(ReadOnlySpan<double> command);

    /// <summary>Sets the motors for the next physics step.</summary>
    public abstract void Control();

    /// <summary>Writes what is remembered.</summary>
    /// <param name="target">[MemorySize].</param>
    public virtual void Save(Span<double> target)
    {
    }

    /// <summary>Takes back what was remembered.</summary>
    /// <param name="source">[MemorySize].</param>
    public virtual void Restore(ReadOnlySpan<double> source)
    {
    }

    /// <summary>A controller of an arm.</summary>
    public static ArmController Create(ArmControl control, MjArm arm) => control switch
    {
        ArmControl.EndEffectorDelta => new EndEffectorDeltaControl(arm),
        ArmControl.EndEffectorQuaternion or ArmControl.EndEffectorRotation6D => new EndEffectorPoseControl(arm, control),
        ArmControl.JointPosition => new JointPositionControl(arm),
        ArmControl.JointTorque => new JointTorqueControl(arm),
        _ => throw new ArgumentOutOfRangeException(nameof(control), control, "There is no such control."),
    };
}
