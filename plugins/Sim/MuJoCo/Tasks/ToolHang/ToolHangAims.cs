using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Tasks.ToolHang;

/// <summary>
/// Where the hand has to be for what the task asks for, and how far things are from there. What is held is led by its own
/// present pose, so that it does not matter how it lies in the hand.
/// </summary>
/// <param name="task">The world.</param>
internal sealed class ToolHangAims(ToolHangTask task)
{
    // [m] in the frames of the parts: the stand's tube and its end; rod, arm and lip of the frame; the tool's hole.
    private const double TubeY = 0.045, TubeEnd = 0.08, RodX = 0.04375, TipZ = -0.13445, ArmTop = 0.09, LipInside = -0.04, HoleX = -0.093533;

    // [m] from the middle of the hole's ring to the lower inner edge of its far side: out of the ring's plane, and in it.
    private const double RingEdge = 0.0097, RingHalfHeight = 0.0035;

    // The fingers lean against the rod by so much [rad]: upright, the hand would be at the end of the arm's reach.
    private const double Lean = 0.6;

    private static readonly QuaternionD AcrossFrame = QuaternionD.FromAxes(new Vector3D(-1, 0, 0), new Vector3D(0, Math.Cos(Lean), -Math.Sin(Lean)));
    private static readonly QuaternionD AcrossTool = QuaternionD.FromAxes(new Vector3D(0, 1, 0), new Vector3D(0, 0, -1));

    // The rod down, the arm of the hook towards the side where the tool lies, so that the hand can bring it straight.
    private static readonly QuaternionD Erect = QuaternionD.FromAxes(new Vector3D(-1, 0, 0), Vector3D.Up);

    private readonly ToolHangParts parts = task.Parts;
    private Pose hook;

    /// <summary>The middle of the tube's upper end [m].</summary>
    public Vector3D TubeMouth => parts.Stand.ToWorld(new Vector3D(0, TubeY, TubeEnd));

    /// <summary>From the middle of the tube's upper end to the tip of the rod [m].</summary>
    public Vector3D TipOffset => parts.Tip - TubeMouth;

    /// <summary>How far the rod is from upright [rad].</summary>
    public double RodTilt => Math.Acos(Math.Clamp(parts.Frame.Orientation.Turn(Vector3D.Up).Z, -1, 1));

    /// <summary>How far the tool's handle points down [rad].</summary>
    public double Pitch => Math.Asin(Math.Clamp(-parts.Tool.Orientation.Turn(new Vector3D(1, 0, 0)).Z, -1, 1));

    /// <summary>Whether the hand is where it would hold the frame.</summary>
    public bool HoldsFrame(double along) => (task.Arm.Grip.Position - GraspOfFrame(along).Position).Length < 0.03;

    /// <summary>Whether the hand is where it would hold the tool.</summary>
    public bool HoldsTool(double along) => (task.Arm.Grip.Position - GraspOfTool(along).Position).Length < 0.03;

    /// <summary>Around the frame's grip.</summary>
    /// <param name="along">The height on the rod [m], in the frame's coordinates.</param>
    public Pose GraspOfFrame(double along) => parts.Frame * new Pose(new Vector3D(RodX, 0, along), AcrossFrame);

    /// <summary>Around the tool's grip, from above.</summary>
    /// <param name="along">The place on the handle [m], in the tool's coordinates.</param>
    public Pose GraspOfTool(double along) => parts.Tool * new Pose(new Vector3D(along, 0, 0), AcrossTool);

    /// <summary>So that the frame is upright with its tip at a place.</summary>
    /// <param name="offset">From the middle of the tube's upper end [m].</param>
    public Pose FrameUpright(Vector3D offset)
    {
        Pose wanted = new(TubeMouth + offset - Erect.Turn(new Vector3D(RodX, 0, TipZ)), Erect);
        return wanted * parts.Frame.Relative(task.Arm.Grip);
    }

    /// <summary>
    /// Remembers where the hook is. When the tool touches it, the frame gives way within its tube; whoever followed it
    /// then would push it on and on.
    /// </summary>
    public void LookAtHook() => hook = parts.Frame;

    /// <summary>
    /// So that the tool's ring lies around the lip of the hook or around its arm: the lower inner edge of the ring's far
    /// side stays where lip and arm meet, and the handle turns about it from level to hanging.
    /// </summary>
    /// <param name="pitch">How far the handle points down [rad].</param>
    /// <param name="inset">How far that edge is from the lip, along the arm [m].</param>
    /// <param name="above">How far it is above the arm [m].</param>
    public Pose ToolOnHook(double pitch, double inset, double above)
    {
        (Vector3D outward, Vector3D up) = (hook.Orientation.Turn(new Vector3D(-1, 0, 0)), hook.Orientation.Turn(Vector3D.Up));
        Vector3D handle = (Math.Cos(pitch) * outward) - (Math.Sin(pitch) * up), normal = (Math.Cos(pitch) * up) + (Math.Sin(pitch) * outward);
        Vector3D hole = hook.ToWorld(new Vector3D(LipInside + inset, 0, ArmTop + above)) + (RingEdge * handle) + (RingHalfHeight * normal);
        QuaternionD turn = QuaternionD.FromAxes(normal.Cross(handle), normal);
        Pose wanted = new(hole - turn.Turn(new Vector3D(HoleX, 0, 0)), turn);
        return wanted * parts.Tool.Relative(task.Arm.Grip);
    }

    /// <summary>From where <see cref="ToolOnHook"/> puts the hand to where it is [m].</summary>
    public Vector3D ToolOffset(double pitch, double inset) => task.Arm.Grip.Position - ToolOnHook(pitch, inset, 0).Position;

    /// <summary>The same pose, higher.</summary>
    /// <param name="pose">Of the hand.</param>
    /// <param name="height">[m].</param>
    public static Pose Above(Pose pose, double height) => pose with { Position = pose.Position + (height * Vector3D.Up) };

    /// <summary>The same pose, drawn back along the fingers.</summary>
    /// <param name="pose">Of the hand.</param>
    /// <param name="distance">[m].</param>
    public static Pose Back(Pose pose, double distance) => pose with { Position = pose.Position - (distance * pose.Orientation.Turn(Vector3D.Up)) };
}
