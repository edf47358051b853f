using System.Runtime.Intrinsics;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>The hinges of an arm in a compiled model, and the site at its end. Spans that are asked for are views of buffers of its own.</summary>
internal sealed class MjArm
{
    private readonly int[] positions, velocities, motors;
    private readonly int site, root;
    private readonly ArmMass mass;
    private readonly Eight[] columns, rows = new Eight[6];

    /// <summary>Takes hold of an arm.</summary>
    /// <param name="data">The world.</param>
    /// <param name="site">The end effector.</param>
    /// <param name="joints">The hinges from the base, eight at most; a motor of the same name drives each.</param>
    /// <exception cref="ArgumentException">There are more than eight, or one of them does not move the site.</exception>
    public MjArm(MjData data, string site, IReadOnlyList<string> joints)
    {
        MjModel model = data.Model;
        if (joints.Count > Eight.Count)
            throw new ArgumentException($"An arm has at most {Eight.Count} hinges, not {joints.Count}.", nameof(joints));
        (Data, Count, this.site) = (data, joints.Count, model.Id(MjObject.Site, site));
        positions = [.. joints.Select(model.QposAddress)];
        velocities = [.. joints.Select(model.DofAddress)];
        motors = [.. joints.Select(j => model.Id(MjObject.Actuator, j))];
        if (Array.FindIndex(velocities, v => !model.Moves(v, this.site)) is >= 0 and int idle)
            throw new ArgumentException($"The hinge '{joints[idle]}' does not move the site '{site}'.", nameof(joints));
        root = model.RootOfSite(this.site);
        mass = new ArmMass(data, velocities);
        columns = new Eight[Count];
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

    /// <summary>[6] of n numbers: the end effector's translation and rotation by the hinges' angles; as of the last <see cref="FindJacobian"/>.</summary>
    public ReadOnlySpan<Eight> JacobianRows => rows;

    /// <summary>[n] of six numbers: its transposed.</summary>
    public ReadOnlySpan<Eight> JacobianColumns => columns;

    /// <summary>A hinge's angle [rad].</summary>
    public ref double Angle(int joint) => ref Data.Qpos[positions[joint]];

    /// <summary>A hinge's speed [rad/s].</summary>
    public double Speed(int joint) => Data.Qvel[velocities[joint]];

    /// <summary>The torque that gravity, Coriolis and centrifugal forces ask for [N m].</summary>
    public double Bias(int joint) => Data.QfrcBias[velocities[joint]];

    /// <summary>Sets a hinge's motor [N m].</summary>
    public void Drive(int joint, double torque) => Data.Ctrl[motors[joint]] = torque;

    /// <summary>[n] of n numbers: the hinges' part of the mass matrix; valid until the next call.</summary>
    public ReadOnlySpan<Eight> MassMatrix() => mass.Read();

    /// <summary>
    /// Finds the Jacobian at the present positions. A hinge moves the site by its own axis a, which MuJoCo has as the motion
    /// (ω, v) of the centre c of the whole tree: with the site at p by v + ω × (p − c).
    /// </summary>
    public void FindJacobian()
    {
        ReadOnlySpan<double> place = Position, centre = Data.SubtreeCentre(root), axes = Data.HingeMotions;
        (double x, double y, double z) = (place[0] - centre[0], place[1] - centre[1], place[2] - centre[2]);
        Span<double> byRow = Eight.Numbers(rows);
        for (int j = 0; j < columns.Length; j++)
        {
            ReadOnlySpan<double> axis = axes.Slice(6 * velocities[j], 6);
            (double a, double b, double c) = (axis[0], axis[1], axis[2]);
            (double u, double v, double w) = (axis[3] + ((b * z) - (c * y)), axis[4] + ((c * x) - (a * z)), axis[5] + ((a * y) - (b * x)));
            columns[j] = new Eight(Vector256.Create(u, v, w, a), Vector256.Create(b, c, 0, 0));
            (byRow[j], byRow[8 + j], byRow[16 + j]) = (u, v, w);
            (byRow[24 + j], byRow[32 + j], byRow[40 + j]) = (a, b, c);
        }
    }
}
