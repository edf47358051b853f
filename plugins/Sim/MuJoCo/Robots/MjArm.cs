using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>The hinges of an arm in a compiled model, and the site at its end. Spans that are asked for are views of buffers of its own.</summary>
internal sealed class MjArm
{
    private readonly int[] positions, velocities, motors;
    private readonly int site;
    private readonly double[] fullMass, mass, translation, rotation, jacobian;

    /// <summary>Takes hold of an arm.</summary>
    /// <param name="data">The world.</param>
    /// <param name="site">The end effector.</param>
    /// <param name="joints">The hinges from the base; a motor of the same name drives each.</param>
    public MjArm(MjData data, string site, IReadOnlyList<string> joints)
    {
        MjModel model = data.Model;
        (Data, Count, this.site) = (data, joints.Count, model.Id(MjObject.Site, site));
        positions = [.. joints.Select(model.QposAddress)];
        velocities = [.. joints.Select(model.DofAddress)];
        motors = [.. joints.Select(j => model.Id(MjObject.Actuator, j))];
        (fullMass, mass) = (new double[model.Nv * model.Nv], new double[Count * Count]);
        (translation, rotation, jacobian) = (new double[3 * model.Nv], new double[3 * model.Nv], new double[6 * Count]);
    }

    /// <summary>The world.</summary>
    public MjData Data { get; }

    /// <summary>The number n of hinges.</summary>
    public int Count { get; }

    /// <summary>[3] the end effector's position [m].</summary>
    public ReadOnlySpan<double> Position => Data.SitePosition(site);

    /// <summary>[9] the end effector's rotation matrix, row by row.</summary>
    public ReadOnlySpan<double> Rotation => Data.SiteRotation(site);

    /// <summary>The end effector's pose.</summary>
    public Pose Pose => new(new Vector3D(Position), QuaternionD.FromMatrix(Rotation));

    /// <summary>A hinge's angle [rad].</summary>
    public ref double Angle(int joint) => ref Data.Qpos[positions[joint]];

    /// <summary>A hinge's speed [rad/s].</summary>
    public double Speed(int joint) => Data.Qvel[velocities[joint]];

    /// <summary>The torque that gravity, Coriolis and centrifugal forces ask for [N m].</summary>
    public double Bias(int joint) => Data.QfrcBias[velocities[joint]];

    /// <summary>Sets a hinge's motor [N m].</summary>
    public void Drive(int joint, double torque) => Data.Ctrl[motors[joint]] = torque;

    /// <summary>[n, n] the hinges' part of the mass matrix; valid until the next call.</summary>
    public ReadOnlySpan<double> MassMatrix()
    {
        int nv = Data.Model.Nv;
        Data.FullMass(fullMass);
        for (int j = 0; j < Count; j++)
        {
            for (int k = 0; k < Count; k++)
                mass[(j * Count) + k] = fullMass[(velocities[j] * nv) + velocities[k]];
        }
        return mass;
    }

    /// <summary>[6, n] the end effector's translation and rotation by the hinges' angles; valid until the next call.</summary>
    public ReadOnlySpan<double> Jacobian()
    {
        int nv = Data.Model.Nv;
        Data.JacobianOfSite(site, translation, rotation);
        for (int j = 0; j < Count; j++)
        {
            for (int i = 0; i < 3; i++)
            {
                jacobian[(i * Count) + j] = translation[(i * nv) + velocities[j]];
                jacobian[((i + 3) * Count) + j] = rotation[(i * nv) + velocities[j]];
            }
        }
        return jacobian;
    }
}
