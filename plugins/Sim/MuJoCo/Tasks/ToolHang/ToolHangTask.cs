using DiffOG.Specs;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Panda;

namespace DiffOG.Simulation.MuJoCo.Tasks.ToolHang;

/// <summary>Tool Hang (robosuite 1.2): the frame must stand in the stand's tube, and the tool hang on the frame's hook.</summary>
internal sealed class ToolHangTask : PandaTask
{
    /// <summary>The height of the table's top [m].</summary>
    public const double TableTop = 0.8;

    private const double FrameHeading = Math.PI / 3, ToolHeading = -Math.PI * 11 / 18;
    private const double FrameRest = 0.0127, ToolRest = 0.015, DropHeight = 0.001;
    private static readonly Vector3D FramePlace = new(-0.04, -0.24, TableTop + FrameRest + DropHeight);
    private static readonly Vector3D ToolPlace = new(0.04, -0.20, TableTop + ToolRest + DropHeight);

    private readonly ToolHangOptions options;
    private readonly ToolHangParts parts;
    private readonly ToolHangSuccess success;
    private readonly int frameQpos, toolQpos;

    /// <summary>Makes the world.</summary>
    public ToolHangTask(MuJoCoLibrary library, ToolHangOptions options)
        : base(SceneOf(options), library, options)
    {
        this.options = options;
        parts = new ToolHangParts(Data);
        success = new ToolHangSuccess(Data, parts, Arm);
        (frameQpos, toolQpos) = (Model.QposAddress("frame"), Model.QposAddress("tool"));
    }

    /// <summary>The arm.</summary>
    public PandaArm Arm => Arms[0];

    /// <summary>Where everything is.</summary>
    public ToolHangParts Parts => parts;

    /// <summary>What is reached.</summary>
    public ToolHangSuccess Success => success;

    /// <inheritdoc/>
    public override TaskOutcome Judge()
    {
        bool done = success.FrameAssembled && success.ToolOnFrame;
        return new TaskOutcome(done, done ? 1 : 0);
    }

    /// <inheritdoc/>
    protected override void PlaceObjects(Chance chance)
    {
        Place(frameQpos, new Pose(Near(FramePlace, chance), FrameLying(FrameHeading + Turn(chance))));
        Place(toolQpos, new Pose(Near(ToolPlace, chance), QuaternionD.About(Vector3D.Up, ToolHeading + Turn(chance))));
    }

    /// <inheritdoc/>
    protected override void ObserveObjects(Span<double> observation)
    {
        Pose hand = new(new Vector3D(Arm.GripPosition), Arm.HandOrientation);
        Write(parts.Base, hand, observation);
        Write(parts.Corner, hand, observation[14..]);
        Write(parts.Tool, hand, observation[28..]);
        (observation[42], observation[43]) = (success.FrameAssembled ? 1 : 0, success.ToolOnFrame ? 1 : 0);
    }

    /// <inheritdoc/>
    protected override IDemonstrator CreateExpert(long seed, double roughness) => new ToolHangExpert(this, seed, roughness);

    private static PandaScene SceneOf(ToolHangOptions options) => new(
        "mujoco/tool-hang", "tool-hang.xml", ObjectSize: 44, options.MaxSteps,
        [
            new CameraSpec("overview", 256, 256), new CameraSpec("sideview", 240, 240), new CameraSpec("agentview", 240, 240),
            new CameraSpec("robot0_eye_in_hand", 240, 240),
        ]);

    // The rod flat on its grip with the tip towards the heading, the hook to the right of it.
    private static QuaternionD FrameLying(double heading)
    {
        Vector3D tip = new(Math.Cos(heading), Math.Sin(heading), 0);
        return QuaternionD.FromAxes(-Vector3D.Up, -tip);
    }

    // The reference takes these quaternions from matrices, and of the two that mean the same the one with w ≥ 0.
    private static void Write(Pose pose, Pose hand, Span<double> observation)
    {
        Pose relative = hand.Relative(pose);
        pose.Position.CopyTo(observation);
        pose.Orientation.WithPositiveW.CopyScalarLast(observation[3..]);
        relative.Position.CopyTo(observation[7..]);
        relative.Orientation.WithPositiveW.CopyScalarLast(observation[10..]);
    }

    private Vector3D Near(Vector3D place, Chance chance) =>
        place + new Vector3D(chance.Uniform(-options.PlacementRange, options.PlacementRange), chance.Uniform(-options.PlacementRange, options.PlacementRange), 0);

    private double Turn(Chance chance) => chance.Uniform(-options.HeadingRange, options.HeadingRange);
}
