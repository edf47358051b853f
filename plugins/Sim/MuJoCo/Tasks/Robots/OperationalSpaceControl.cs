using DiffOG.Simulation.MuJoCo.Interop;

namespace DiffOG.Simulation.MuJoCo.Tasks.Robots;

/// <summary>
/// Moves a site of an arm by torques (Khatib 1987), as robosuite's OSC_POSE with fixed impedance and position decoupled
/// from orientation. A command is a change of the present pose, set once a control step; torques follow at every
/// physics step:
/// <code>
/// F = Λp (kp (p* − p) − kd v)      Λp = (Jp M⁻¹ Jpᵀ)⁻¹
/// N = Λr (kp e − kd ω)             Λr = (Jr M⁻¹ Jrᵀ)⁻¹,  e = ½ Σ rᵢ × r*ᵢ
/// τ = Jpᵀ F + Jrᵀ N + bias + (I − Jᵀ Λ J M⁻¹) M u,  u = 10 (q₀ − q) − 2√10 q̇
/// </code>
/// </summary>
internal sealed class OperationalSpaceControl
{
    /// <summary>The length of what is remembered within an episode: goal position 3, goal rotation 9, resting posture n.</summary>
    public int MemorySize => 12 + joints;

    private const double Kp = 150, NullspaceKp = 10, Damping = 1e-9;
    private const double TranslationScale = 0.05, RotationScale = 0.5;
    private static readonly double Kd = 2 * Math.Sqrt(Kp), NullspaceKd = 2 * Math.Sqrt(NullspaceKp);

    private readonly MjData data;
    private readonly int site, joints, nv;
    private readonly int[] positions, velocities, motors;
    private readonly double[] goal = new double[3], goalRotation = new double[9], posture;
    private readonly double[] translation, rotation, fullMass, mass, factor, jacobian, inverse, effective, torque;

    /// <summary>Takes hold of an arm.</summary>
    /// <param name="data">The world.</param>
    /// <param name="site">What is moved.</param>
    /// <param name="jointNames">The arm's hinges, from the base; a motor of the same name drives each.</param>
    public OperationalSpaceControl(MjData data, string site, IReadOnlyList<string> jointNames)
    {
        MjModel model = data.Model;
        this.data = data;
        this.site = model.Id(MjObject.Site, site);
        (joints, nv) = (jointNames.Count, model.Nv);
        positions = [.. jointNames.Select(model.QposAddress)];
        velocities = [.. jointNames.Select(model.DofAddress)];
        motors = [.. jointNames.Select(j => model.Id(MjObject.Actuator, j))];
        posture = new double[joints];
        (translation, rotation, fullMass) = (new double[3 * nv], new double[3 * nv], new double[nv * nv]);
        (mass, factor, torque) = (new double[joints * joints], new double[joints * joints], new double[joints]);
        (jacobian, inverse, effective) = (new double[6 * joints], new double[6 * joints], new double[36]);
    }

    /// <summary>Holds the present pose, and takes the present posture as the resting one.</summary>
    public void HoldHere()
    {
        data.SitePosition(site).CopyTo(goal);
        data.SiteRotation(site).CopyTo(goalRotation);
        for (int j = 0; j < joints; j++)
            posture[j] = data.Qpos[positions[j]];
    }

    /// <summary>Sets the goal relative to the present pose.</summary>
    /// <param name="command">[6] translation and rotation vector in the world's axes, −1 to 1: 0.05 m and 0.5 rad.</param>
    public void Command(ReadOnlySpan<double> command)
    {
        ReadOnlySpan<double> place = data.SitePosition(site);
        for (int i = 0; i < 3; i++)
            goal[i] = place[i] + (TranslationScale * command[i]);
        // A rotation of exactly zero keeps the goal of before, so that the hand does not sag away step by step.
        if (command[3] == 0 && command[4] == 0 && command[5] == 0)
            return;
        Span<double> change = stackalloc double[9];
        Rotation.FromVector([RotationScale * command[3], RotationScale * command[4], RotationScale * command[5]], change);
        Rotation.Multiply(change, data.SiteRotation(site), goalRotation);
    }

    /// <summary>Sets the motors for the next physics step.</summary>
    public void Control()
    {
        Gather();
        Span<double> wrench = stackalloc double[6];
        Wrench(wrench);
        Nullspace();
        Span<double> ctrl = data.Ctrl;
        ReadOnlySpan<double> bias = data.QfrcBias;
        for (int j = 0; j < joints; j++)
        {
            double sum = torque[j] + bias[velocities[j]];
            for (int i = 0; i < 6; i++)
                sum += jacobian[(i * joints) + j] * wrench[i];
            ctrl[motors[j]] = sum;
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

    // J [6, n], M [n, n], M⁻¹Jᵀ by columns, and J M⁻¹ Jᵀ [6, 6] of the arm's joints.
    private void Gather()
    {
        data.JacobianOfSite(site, translation, rotation);
        data.FullMass(fullMass);
        for (int j = 0; j < joints; j++)
        {
            for (int i = 0; i < 3; i++)
            {
                jacobian[(i * joints) + j] = translation[(i * nv) + velocities[j]];
                jacobian[((i + 3) * joints) + j] = rotation[(i * nv) + velocities[j]];
            }
            for (int k = 0; k < joints; k++)
                mass[(j * joints) + k] = fullMass[(velocities[j] * nv) + velocities[k]];
        }
        mass.CopyTo(factor, 0);
        Cholesky.Factor(factor, joints);
        jacobian.CopyTo(inverse, 0);
        for (int i = 0; i < 6; i++)
            Cholesky.Solve(factor, joints, inverse.AsSpan(i * joints, joints));
        for (int i = 0; i < 6; i++)
        {
            for (int k = 0; k < 6; k++)
                effective[(i * 6) + k] = Dot(jacobian.AsSpan(i * joints, joints), inverse.AsSpan(k * joints, joints));
        }
    }

    private void Wrench(Span<double> wrench)
    {
        Span<double> error = stackalloc double[6];
        ReadOnlySpan<double> place = data.SitePosition(site);
        for (int i = 0; i < 3; i++)
            error[i] = goal[i] - place[i];
        Rotation.Error(data.SiteRotation(site), goalRotation, error[3..]);
        Span<double> block = stackalloc double[9];
        for (int part = 0; part < 6; part += 3)
        {
            for (int i = 0; i < 3; i++)
            {
                wrench[part + i] = (Kp * error[part + i]) - (Kd * Velocity(part + i));
                for (int k = 0; k < 3; k++)
                    block[(3 * i) + k] = effective[((part + i) * 6) + part + k];
            }
            Cholesky.Factor(block, 3, Damping);
            Cholesky.Solve(block, 3, wrench.Slice(part, 3));
        }
    }

    // M u − Jᵀ Λ J u: pulls towards the resting posture without moving the site.
    private void Nullspace()
    {
        Span<double> pull = stackalloc double[joints], felt = stackalloc double[6];
        for (int j = 0; j < joints; j++)
            pull[j] = (NullspaceKp * (posture[j] - data.Qpos[positions[j]])) - (NullspaceKd * data.Qvel[velocities[j]]);
        for (int i = 0; i < 6; i++)
            felt[i] = Dot(jacobian.AsSpan(i * joints, joints), pull);
        Cholesky.Factor(effective, 6, Damping);
        Cholesky.Solve(effective, 6, felt);
        for (int j = 0; j < joints; j++)
        {
            torque[j] = Dot(mass.AsSpan(j * joints, joints), pull);
            for (int i = 0; i < 6; i++)
                torque[j] -= jacobian[(i * joints) + j] * felt[i];
        }
    }

    private double Velocity(int row)
    {
        double sum = 0;
        for (int j = 0; j < joints; j++)
            sum += jacobian[(row * joints) + j] * data.Qvel[velocities[j]];
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
