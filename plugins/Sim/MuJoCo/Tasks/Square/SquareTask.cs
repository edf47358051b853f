using DiffOG.Specs;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Panda;

namespace DiffOG.Simulation.MuJoCo.Tasks.Square;

/// <summary>NutAssemblySquare (robosuite 1.2): the square nut must be around the square peg, and the hand away from its middle.</summary>
internal sealed class SquareTask : PandaTask
{
    /// <summary>The height of the table's top [m].</summary>
    public const double TableTop = 0.82;

    /// <summary>The height of the pegs' tops [m].</summary>
    public const double PegTop = 0.95;

    /// <summary>The middle of the square peg [m].</summary>
    public static readonly Vector3D Peg = new(0.23, 0.1, 0.85);

    // [m]
    private const double AsideTolerance = 0.03, SuccessHeight = TableTop + 0.05, StartHeight = TableTop + 0.07;
    private static readonly (double From, double To) StartX = (-0.115, -0.11), StartY = (0.11, 0.225);
    private readonly int nutBody, nutQpos;

    /// <summary>Makes the world.</summary>
    public SquareTask(MuJoCoLibrary library, SquareOptions options)
        : base(SceneOf(options), library, options) => (nutBody, nutQpos) = (Model.Id(MjObject.Body, "nut"), Model.QposAddress("nut"));

    /// <summary>The arm.</summary>
    public PandaArm Arm => Arms[0];

    /// <summary>The nut's pose: the middle of its opening; the handle points along its x axis.</summary>
    public Pose Nut => PoseOf(nutBody);

    /// <summary>Whether a nut whose middle is there is around the square peg.</summary>
    public static bool IsAroundPeg(Vector3D middle) =>
        Math.Abs(middle.X - Peg.X) < AsideTolerance && Math.Abs(middle.Y - Peg.Y) < AsideTolerance && middle.Z < SuccessHeight;

    /// <inheritdoc/>
    public override TaskOutcome Judge()
    {
        Vector3D nut = Nut.Position;
        bool success = IsAroundPeg(nut) && IsHandAway(nut);
        return new TaskOutcome(success, success ? 1 : 0);
    }

    /// <inheritdoc/>
    protected override void PlaceObjects(Chance chance)
    {
        Vector3D place = new(chance.Uniform(StartX.From, StartX.To), chance.Uniform(StartY.From, StartY.To), StartHeight);
        Place(nutQpos, new Pose(place, QuaternionD.About(Vector3D.Up, chance.Uniform(0, 2 * Math.PI))));
    }

    /// <inheritdoc/>
    protected override void ObserveObjects(Span<double> observation) => ObserveObject(Nut, Arm, observation);

    /// <inheritdoc/>
    protected override IDemonstrator CreateExpert(long seed, double roughness) => SquareExpert.Create(this, seed, roughness);

    private static PandaScene SceneOf(SquareOptions options) => new(
        "mujoco/square", "square.xml", ObjectSize: 14, options.MaxSteps,
        [new CameraSpec("overview", 256, 256), new CameraSpec("agentview", 84, 84), new CameraSpec("robot0_eye_in_hand", 84, 84)]);
}
