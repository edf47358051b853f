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
    private readonly Cholesky mass, translation = new(3), rotation = new(3), both = new(6);
    private readonly Eight[] inverse, effective = new Eight[6], turning = new Eight[3];

    /// <summary>Takes hold of an arm.</summary>
    public OperationalSpaceControl(MjArm arm)
    {
        (this.arm, joints) = (arm, arm.Count);
        (posture, inverse, mass) = (new double[joints], new Eight[joints], new Cholesky(joints));
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
        arm.FindJacobian();
        ReadOnlySpan<Eight> masses = arm.MassMatrix();
        Invert(masses);
        Span<double> speeds = stackalloc double[joints], pull = stackalloc double[joints];
        for (int j = 0; j < joints; j++)
        {
            speeds[j] = arm.Speed(j);
            pull[j] = (NullspaceKp * (posture[j] - arm.Angle(j))) - (NullspaceKd * speeds[j]);
        }
        Eight wrench = Wrench(speeds), felt = Product(arm.JacobianColumns, pull);
        both.Factor(effective, Damping);
        both.Solve(Eight.Numbers(ref felt));
        Drive(Product(masses, pull), Eight.Numbers(ref felt), Eight.Numbers(ref wrench));
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

    // M⁻¹Jᵀ, and J M⁻¹ Jᵀ [6, 6].
    private void Invert(ReadOnlySpan<Eight> masses)
    {
        mass.Factor(masses);
        ReadOnlySpan<Eight> columns = arm.JacobianColumns;
        columns.CopyTo(inverse);
        mass.Solve(inverse);
        ReadOnlySpan<double> numbers = Eight.Numbers(inverse);
        for (int i = 0; i < 6; i++)
        {
            Eight sum = default;
            for (int j = 0; j < columns.Length; j++)
                sum += numbers[(Eight.Count * j) + i] * columns[j];
            effective[i] = sum;
        }
    }

    // Λp (kp (p* − p) − kd v) and Λr (kp e − kd ω).
    private Eight Wrench(ReadOnlySpan<double> speeds)
    {
        Eight error = default;
        Span<double> numbers = Eight.Numbers(ref error);
        ReadOnlySpan<double> place = arm.Position;
        for (int i = 0; i < 3; i++)
            numbers[i] = goal[i] - place[i];
        Rotation.Error(arm.Rotation, goalRotation, numbers[3..]);
        Eight wrench = (Kp * error) - (Kd * Product(arm.JacobianColumns, speeds));
        numbers = Eight.Numbers(ref wrench);
        translation.Factor(effective, Damping);
        translation.Solve(numbers);
        for (int i = 0; i < 3; i++)
            Eight.Numbers(effective, i + 3)[3..6].CopyTo(Eight.Numbers(turning, i));
        rotation.Factor(turning, Damping);
        rotation.Solve(numbers[3..]);
        return wrench;
    }

    // The pull M u towards the resting posture without the part Jᵀ Λ J u that would move the site, and what moves it.
    private void Drive(Eight torque, ReadOnlySpan<double> felt, ReadOnlySpan<double> wrench)
    {
        ReadOnlySpan<Eight> rows = arm.JacobianRows;
        for (int i = 0; i < 6; i++)
            torque -= felt[i] * rows[i];
        Eight bias = default;
        Span<double> numbers = Eight.Numbers(ref bias);
        for (int j = 0; j < joints; j++)
            numbers[j] = arm.Bias(j);
        torque += bias;
        for (int i = 0; i < 6; i++)
            torque += wrench[i] * rows[i];
        numbers = Eight.Numbers(ref torque);
        for (int j = 0; j < joints; j++)
            arm.Drive(j, numbers[j]);
    }

    // Σ rows by factors.
    private static Eight Product(ReadOnlySpan<Eight> rows, ReadOnlySpan<double> factors)
    {
        Eight sum = default;
        for (int j = 0; j < factors.Length; j++)
            sum += factors[j] * rows[j];
        return sum;
    }
}
