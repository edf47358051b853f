using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>
/// Moves a site of an arm by torques (Khatib 1987), as robosuite's OSC_POSE with fixed impedance and position decoupled
/// from orientation. The goal is set from outside; torques follow at every physics step:
/// <code>
/// F = Λp (kp (p* − p) − kd v)      Λp = (Jp M⁻¹ Jpᵀ)⁻¹
/// N = Λr (kp e − kd ω)             Λr = (Jr M⁻¹ Jrᵀ)⁻¹,  e = ½ Σ rᵢ × r*ᵢ
/// τ = Jpᵀ F + Jrᵀ N + bias + (I − Jᵀ Λ J M⁻¹) M u,  u = 10 (q₀ − q) − 2√10 q̇
/// </code>
/// </summary>
internal sealed class OperationalSpaceControl
{
    private const double Kp = 150, NullspaceKp = 10, Damping = 1e-9;
    private static readonly double Kd = 2 * Math.Sqrt(Kp), NullspaceKd = 2 * Math.Sqrt(NullspaceKp);

    private readonly MjArm arm;
    private readonly int joints;
    private readonly double[] goal = new double[3], goalRotation = new double[9], posture;
    private readonly double[] factor, inverse, effective, torque;

    /// <summary>Takes hold of an arm.</summary>
    public OperationalSpaceControl(MjArm arm)
    {
        (this.arm, joints) = (arm, arm.Count);
        (posture, torque, factor) = (new double[joints], new double[joints], new double[joints * joints]);
        (inverse, effective) = (new double[6 * joints], new double[36]);
    }

    /// <summary>The length of what is remembered within an episode: goal position 3, goal rotation 9, resting posture n.</summary>
    public int MemorySize => 12 + joints;

    /// <summary>[3] where the site shall be [m].</summary>
    public Span<double> Goal => goal;

    /// <summary>[9] how it shall be turned: a rotation matrix, row by row.</summary>
    public Span<double> GoalRotation => goalRotation;

    /// <summary>Holds the present pose, and takes the present posture as the resting one.</summary>
    public void HoldHere()
    {
        arm.Position.CopyTo(goal);
        arm.Rotation.CopyTo(goalRotation);
        for (int j = 0; j < joints; j++)
            posture[j] = arm.Angle(j);
    }

    /// <summary>Sets the motors for the next physics step.</summary>
    public void Control()
    {
        ReadOnlySpan<double> jacobian = arm.Jacobian(), mass = arm.MassMatrix();
        Invert(jacobian, mass);
        Span<double> wrench = stackalloc double[6];
        Wrench(jacobian, wrench);
        Nullspace(jacobian, mass);
        for (int j = 0; j < joints; j++)
        {
            double sum = torque[j] + arm.Bias(j);
            for (int i = 0; i < 6; i++)
                sum += jacobian[(i * joints) + j] * wrench[i];
            arm.Drive(j, sum);
        }
    }

    /// <summary>Writes what is remembered.</summary>
    public void Save(Span<double> target)
    {
        goal.CopyTo(target);
        goalRotation.CopyTo(target[3..]);
        posture.CopyTo(target[12..]);
    }

    /// <summary>Takes back what was remembered.</summary>
    public void Restore(ReadOnlySpan<double> source)
    {
        source[..3].CopyTo(goal);
        source.Slice(3, 9).CopyTo(goalRotation);
        source.Slice(12, joints).CopyTo(posture);
    }

    // M⁻¹Jᵀ by columns, and J M⁻¹ Jᵀ [6, 6].
    private void Invert(ReadOnlySpan<double> jacobian, ReadOnlySpan<double> mass)
    {
        mass.CopyTo(factor);
        Cholesky.Factor(factor, joints);
        jacobian.CopyTo(inverse);
        for (int i = 0; i < 6; i++)
            Cholesky.Solve(factor, joints, inverse.AsSpan(i * joints, joints));
        for (int i = 0; i < 6; i++)
        {
            for (int k = 0; k < 6; k++)
                effective[(i * 6) + k] = Dot(jacobian.Slice(i * joints, joints), inverse.AsSpan(k * joints, joints));
        }
    }

    private void Wrench(ReadOnlySpan<double> jacobian, Span<double> wrench)
    {
        Span<double> error = stackalloc double[6];
        ReadOnlySpan<double> place = arm.Position;
        for (int i = 0; i < 3; i++)
            error[i] = goal[i] - place[i];
        Rotation.Error(arm.Rotation, goalRotation, error[3..]);
        Span<double> block = stackalloc double[9];
        for (int part = 0; part < 6; part += 3)
        {
            for (int i = 0; i < 3; i++)
            {
                wrench[part + i] = (Kp * error[part + i]) - (Kd * Velocity(jacobian, part + i));
                for (int k = 0; k < 3; k++)
                    block[(3 * i) + k] = effective[((part + i) * 6) + part + k];
            }
            Cholesky.Factor(block, 3, Damping);
            Cholesky.Solve(block, 3, wrench.Slice(part, 3));
        }
    }

    // M u − Jᵀ Λ J u: pulls towards the resting posture without moving the site.
    private void Nullspace(ReadOnlySpan<double> jacobian, ReadOnlySpan<double> mass)
    {
        Span<double> pull = stackalloc double[joints], felt = stackalloc double[6];
        for (int j = 0; j < joints; j++)
            pull[j] = (NullspaceKp * (posture[j] - arm.Angle(j))) - (NullspaceKd * arm.Speed(j));
        for (int i = 0; i < 6; i++)
            felt[i] = Dot(jacobian.Slice(i * joints, joints), pull);
        Cholesky.Factor(effective, 6, Damping);
        Cholesky.Solve(effective, 6, felt);
        for (int j = 0; j < joints; j++)
        {
            torque[j] = Dot(mass.Slice(j * joints, joints), pull);
            for (int i = 0; i < 6; i++)
                torque[j] -= jacobian[(i * joints) + j] * felt[i];
        }
    }

    private double Velocity(ReadOnlySpan<double> jacobian, int row)
    {
        double sum = 0;
        for (int j = 0; j < joints; j++)
            sum += jacobian[(row * joints) + j] * arm.Speed(j);
        return sum;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
