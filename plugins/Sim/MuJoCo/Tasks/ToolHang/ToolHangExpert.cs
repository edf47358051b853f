using DiffOG.Simulation.MuJoCo.Experts;
using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Tasks.ToolHang;

/// <summary>
/// Assembles and hangs by looking at the whole present state. The frame: grasped by its grip with leaning fingers, turned
/// upright on the way, put into the tube by the position of its tip. The tool: grasped from above, its ring put flat over
/// the lip of the hook, the handle turned down about the lip, let go. What is dropped is taken up again.
/// </summary>
internal sealed class ToolHangExpert : IDemonstrator
{
    // [m] from the tube's end: deep enough to let go, and where the plate would be.
    private const double TipDeep = -0.145, TipDeepest = -0.161;

    // The handle a little down already over the lip [rad]; the ring's far side so far from the lip, first and last [m].
    private const double Level = 0.15, Inset = 0.004, SeatInset = 0.012;

    // [m] in a control step.
    private const double Still = 0.0015, Stuck = 0.0008;

    private readonly ToolHangTask task;
    private readonly ToolHangAims aims;
    private readonly ToolHangManner manner;
    private Pose mark;
    private Vector3D lastPosition;
    private double moved;
    private int stuck;

    /// <summary>Makes an expert for one episode.</summary>
    /// <param name="task">The world it acts in.</param>
    /// <param name="seed">Decides its noise and manner.</param>
    /// <param name="roughness">A factor on both.</param>
    public ToolHangExpert(ToolHangTask task, long seed, double roughness)
    {
        Chance chance = new(seed, purpose: 1);
        (this.task, aims, manner) = (task, new ToolHangAims(task), new ToolHangManner(chance, roughness));
        Script = new PhaseScript([.. TakeFrame(), .. PlantFrame(), .. TakeTool(), .. HangTool()], () => task.Arm.Grip, new UnsteadyHand(chance, roughness));
    }

    /// <summary>What it does, phase by phase.</summary>
    public PhaseScript Script { get; }

    /// <inheritdoc/>
    public double[] Act()
    {
        Vector3D now = task.Arm.Grip.Position;
        (moved, lastPosition) = ((now - lastPosition).Length, now);
        stuck = moved < Stuck ? stuck + 1 : 0;
        return Script.Act();
    }

    private bool IsStill => moved < Still;

    private Pose FrameGrasp => aims.GraspOfFrame(manner.FrameHold);

    private Pose ToolGrasp => aims.GraspOfTool(manner.ToolHold);

    private bool TipIsOverTube => aims.TipOffset.HorizontalLength < 0.0015 && aims.RodTilt < 0.03;

    private bool TipMissedTube => aims.TipOffset.HorizontalLength > 0.004 && aims.TipOffset.Z > -0.004;

    // An edge of the rod rests on a wall of the tube.
    private bool RodIsCaught => stuck > 10 && aims.TipOffset.Z < 0.012;

    private bool FrameIsLost => !aims.HoldsFrame(manner.FrameHold);

    private Vector3D RingOffset => aims.ToolOffset(Level, Inset);

    private IEnumerable<Phase> TakeFrame() =>
    [
        new("reach frame", () => ToolHangAims.Back(FrameGrasp, manner.Hover)) { Pace = 0.55 * manner.Pace, Near = 0.015, Aligned = 0.1 },
        new("down to frame", () => FrameGrasp) { Pace = 0.3 * manner.Pace, Near = 0.006, Aligned = 0.08, AtMost = 40, Calm = 0.5 },
        new("grasp frame", () => Marked(FrameGrasp)) { Closed = true, AtLeast = manner.Wait, Until = () => true, Calm = 0.3 },
        WithFrame("lift frame", () => ToolHangAims.Above(mark, 0.2)) with { Pace = 0.45 * manner.Pace, Near = 0.04, Aligned = 1, Calm = 0.6 },
    ];

    private IEnumerable<Phase> PlantFrame() =>
    [
        WithFrame("turn frame", () => aims.FrameUpright(manner.TurnPlace)) with { Pace = 0.45 * manner.Pace, Near = 0.03, Aligned = 0.15, Calm = 0.6 },
        WithFrame("over tube", () => aims.FrameUpright(new Vector3D(0, 0, 0.02))) with { Pace = 0.35 * manner.Pace, Until = () => TipIsOverTube && IsStill, Calm = 0.2 },
        WithFrame("into tube", () => aims.FrameUpright(new Vector3D(0, 0, aims.TipOffset.Z - 0.008))) with
        {
            Pace = 0.3, Until = () => aims.TipOffset.Z < -0.02, Calm = 0.1, Lost = () => TipMissedTube || RodIsCaught, Back = "over tube",
        },
        WithFrame("down tube", () => Marked(aims.FrameUpright(new Vector3D(0, 0, Math.Max(TipDeepest, aims.TipOffset.Z - 0.03))))) with
        {
            Pace = 0.35, Until = () => aims.TipOffset.Z < TipDeep, Calm = 0.1, Lost = () => RodIsCaught || FrameIsLost, Back = "over tube",
        },
        new("let frame go", () => mark) { AtLeast = manner.Wait, Until = () => true, Calm = 0 },
        new("leave frame", () => ToolHangAims.Back(mark, 0.12)) { Pace = 0.35 * manner.Pace, Near = 0.02, Aligned = 1, Calm = 0.2 },
    ];

    private IEnumerable<Phase> TakeTool() =>
    [
        new("pass stand", () => new Pose(manner.PassPlace, ToolGrasp.Orientation)) { Pace = 0.45 * manner.Pace, Near = 0.05, Aligned = 1.2 },
        new("reach tool", () => ToolHangAims.Above(ToolGrasp, manner.Hover)) { Pace = 0.55 * manner.Pace, Near = 0.015, Aligned = 0.1 },
        new("down to tool", () => ToolGrasp) { Pace = 0.3 * manner.Pace, Near = 0.006, Aligned = 0.08, AtMost = 40, Calm = 0.5 },
        new("grasp tool", () => Marked(ToolGrasp)) { Closed = true, AtLeast = manner.Wait, Until = () => true, Calm = 0.3 },
        WithTool("lift tool", () => ToolHangAims.Above(mark, 0.29)) with { Pace = 0.5 * manner.Pace, Near = 0.04, Aligned = 1, Calm = 0.6 },
    ];

    private IEnumerable<Phase> HangTool() =>
    [
        WithTool("over lip", OverLip) with { Pace = 0.4 * manner.Pace, Until = () => RingOffset.HorizontalLength < 0.0015 && IsStill, Calm = 0.2 },
        WithTool("around lip", () => aims.ToolOnHook(Level, Inset, Math.Max(0.001, RingOffset.Z - 0.006))) with { Pace = 0.3, Until = () => RingOffset.Z < 0.003, AtMost = 60 },
        WithTool("turn tool", () => aims.ToolOnHook(Math.Min(manner.FinalPitch, aims.Pitch + 0.25), Inset, 0.0015)) with
        {
            Pace = 0.3, Until = () => aims.Pitch > manner.FinalPitch - 0.08, AtMost = 60,
        },
        WithTool("seat tool", () => Marked(aims.ToolOnHook(manner.FinalPitch, SeatInset, -0.001))) with { Pace = 0.2, Until = () => IsStill, AtLeast = 6, AtMost = 20 },
        new("let tool go", () => mark) { AtLeast = manner.Wait, Until = () => true, Calm = 0 },
        new("leave tool", () => ToolHangAims.Back(mark, 0.1)) { Pace = 0.2, Calm = 0.2 },
    ];

    private Phase WithFrame(string name, Func<Pose> goal) => new(name, goal)
    {
        Closed = true,
        RotationPace = 0.35,
        Lost = () => FrameIsLost,
        Back = "reach frame",
    };

    private Phase WithTool(string name, Func<Pose> goal) => new(name, goal)
    {
        Closed = true,
        RotationPace = 0.3,
        Calm = 0.1,
        Lost = () => !aims.HoldsTool(manner.ToolHold),
        Back = "reach tool",
    };

    // Where the hook is, is seen before the tool touches it.
    private Pose OverLip()
    {
        aims.LookAtHook();
        return aims.ToolOnHook(Level, Inset, 0.02);
    }

    // Remembered, so that letting go and rising start from there.
    private Pose Marked(Pose pose) => mark = pose;
}
