namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>Commands are torques on top of those that hold the arm against gravity (robosuite's JOINT_TORQUE with compensation).</summary>
/// <param name="arm">Moved.</param>
internal sealed class JointTorqueControl(MjArm arm) : ArmController
{
    private readonly double[] torques = new double[arm.Count];

    /// <inheritdoc/>
    public override void Command(ReadOnlySpan<double> command) => command.CopyTo(torques);

    /// <inheritdoc/>
    public override void Control()
    {
        for (int j = 0; j < torques.Length; j++)
            arm.Drive(j, torques[j] + arm.Bias(j));
    }
}
