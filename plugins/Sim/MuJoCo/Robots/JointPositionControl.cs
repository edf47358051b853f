namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>Commands are joint angles: τ = M (kp (q* − q) − kd q̇) + bias, with the gains of robosuite's JOINT_POSITION, 50 and critical damping.</summary>
/// <param name="arm">Moved.</param>
internal sealed class JointPositionControl(MjArm arm) : ArmController
{
    private const double Kp = 50;
    private static readonly double Kd = 2 * Math.Sqrt(Kp);
    private readonly double[] goal = new double[arm.Count];

    /// <inheritdoc/>
    public override void HoldCommand(Span<double> command)
    {
        for (int j = 0; j < goal.Length; j++)
            command[j] = arm.Angle(j);
    }

    /// <inheritdoc/>
    public override void Command(ReadOnlySpan<double> command) => command.CopyTo(goal);

    /// <inheritdoc/>
    public override void Control()
    {
        Span<double> wanted = stackalloc double[goal.Length];
        for (int j = 0; j < goal.Length; j++)
            wanted[j] = (Kp * (goal[j] - arm.Angle(j))) - (Kd * arm.Speed(j));
        ReadOnlySpan<Eight> mass = arm.MassMatrix();
        for (int j = 0; j < goal.Length; j++)
        {
            double torque = arm.Bias(j);
            ReadOnlySpan<double> row = Eight.Numbers(mass, j);
            for (int k = 0; k < goal.Length; k++)
                torque += row[k] * wanted[k];
            arm.Drive(j, torque);
        }
    }
}
