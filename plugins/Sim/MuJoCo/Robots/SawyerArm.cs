using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Mjcf;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>
/// A Sawyer as in Meta-World: no motors, but a weld of the hand to a target that commands move by up to 1 cm, and plates
/// that press as hard as the gripper's command says.
/// </summary>
internal sealed class SawyerArm
{
    /// <summary>How far a full command moves the hand's target [m].</summary>
    public const double TranslationScale = 0.01;

    /// <summary>How far the plates are apart when fully open [m], from middle to middle.</summary>
    private const double FullOpening = 0.1;

    private const int SettlingSteps = 1000;

    // Upright over the table, elbow up; from here the weld drags the hand to its start.
    private static readonly double[] Home = [1.23, -1.18, 0, 2.18, 0, 0.57, 3.32];
    private static readonly string[] Joints = [.. Enumerable.Range(0, Home.Length).Select(j => $"right_j{j}"), "r_close", "l_close"];

    private readonly MjData data;
    private readonly MocapBody target;
    private readonly Vector3D lowest, highest, start;
    private readonly int hand, rightClaw, leftClaw, rightServo, leftServo;
    private readonly int[] positions, velocities;
    private readonly double[] startPositions, startVelocities;

    /// <summary>Takes hold of the arm.</summary>
    /// <param name="data">The world; comes back at its initial state.</param>
    /// <param name="start">Where the hand is at the start [m].</param>
    /// <param name="lowest">The smallest coordinates that the target may have [m].</param>
    /// <param name="highest">The largest [m].</param>
    public SawyerArm(MjData data, Vector3D start, Vector3D lowest, Vector3D highest)
    {
        MjModel model = data.Model;
        (this.data, this.start, this.lowest, this.highest) = (data, start, lowest, highest);
        target = new MocapBody(data, "mocap");
        (hand, rightClaw, leftClaw) = (model.Id(MjObject.Body, "hand"), model.Id(MjObject.Body, "rightclaw"), model.Id(MjObject.Body, "leftclaw"));
        (rightServo, leftServo) = (model.Id(MjObject.Actuator, "r_close"), model.Id(MjObject.Actuator, "l_close"));
        (RightPad, LeftPad) = (model.Id(MjObject.Geom, "rightpad"), model.Id(MjObject.Geom, "leftpad"));
        (positions, velocities) = ([.. Joints.Select(model.QposAddress)], [.. Joints.Select(model.DofAddress)]);
        (startPositions, startVelocities) = Settle();
    }

    /// <summary>The geom of the plate that comes from +y.</summary>
    public int LeftPad { get; }

    /// <summary>The geom of the plate that comes from −y.</summary>
    public int RightPad { get; }

    /// <summary>Where the hand is [m]; the plates' tips are 4.5 cm below.</summary>
    public Vector3D Hand => new(data.Xpos(hand));

    /// <summary>Where the hand is dragged to [m].</summary>
    public Vector3D Target => target.Position;

    /// <summary>How far the plates are apart, 0 to 1 (10 cm from middle to middle).</summary>
    public double Opening => Math.Clamp((new Vector3D(data.Xpos(rightClaw)) - new Vector3D(data.Xpos(leftClaw))).Length / FullOpening, 0, 1);

    /// <summary>What one command consists of.</summary>
    public static ActionSpec Actions { get; } = new(
        ActionMode.Relative,
        [
            new("dx", ActionGroup.Translation, "0.01 m", -1, 1), new("dy", ActionGroup.Translation, "0.01 m", -1, 1), new("dz", ActionGroup.Translation, "0.01 m", -1, 1),
            new("gripper", ActionGroup.Gripper, "1", -1, 1),
        ]);

    /// <summary>Hangs arm and hand onto the body <c>robot_mount</c>.</summary>
    public static void Mount(MjcfModel model) => model.Attach(MjcfModel.Load("sawyer.xml"), "robot_mount").Attach(MjcfModel.Load("metaworld-hand.xml"), "right_hand");

    /// <summary>Sets the start of an episode.</summary>
    public void Initialise()
    {
        Write(startPositions, startVelocities);
        target.Position = start;
        Drive(-1);
    }

    /// <summary>Takes a command.</summary>
    /// <param name="action">[4] −1 to 1.</param>
    public void Command(ReadOnlySpan<double> action)
    {
        Vector3D to = target.Position + (TranslationScale * new Vector3D(action));
        target.Position = new(Math.Clamp(to.X, lowest.X, highest.X), Math.Clamp(to.Y, lowest.Y, highest.Y), Math.Clamp(to.Z, lowest.Z, highest.Z));
        Drive(action[3]);
    }

    private void Drive(double closing) => (data.Ctrl[rightServo], data.Ctrl[leftServo]) = (closing, -closing);

    // The start is the same for every episode, so the arm is dragged there once.
    private (double[] Positions, double[] Velocities) Settle()
    {
        data.Reset();
        Write([.. Home, 0, 0], new double[Joints.Length]);
        target.Position = start;
        Drive(-1);
        for (int i = 0; i < SettlingSteps; i++)
            data.Step();
        (double[] Positions, double[] Velocities) settled = ([.. positions.Select(p => data.Qpos[p])], [.. velocities.Select(v => data.Qvel[v])]);
        data.Reset();
        return settled;
    }

    private void Write(ReadOnlySpan<double> qpos, ReadOnlySpan<double> qvel)
    {
        for (int j = 0; j < positions.Length; j++)
            (data.Qpos[positions[j]], data.Qvel[velocities[j]]) = (qpos[j], qvel[j]);
    }
}
