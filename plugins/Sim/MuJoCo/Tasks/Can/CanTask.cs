using DiffOG.Specs;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Panda;

namespace DiffOG.Simulation.MuJoCo.Tasks.Can;

/// <summary>PickPlaceCan (robosuite 1.2): the can must be in the fourth compartment of the second bin, and the hand away from it.</summary>
internal sealed class CanTask : PandaTask
{
    /// <summary>The height of the bins' floors [m].</summary>
    public const double Floor = 0.82;

    /// <summary>The height of the bins' walls [m].</summary>
    public const double WallTop = 0.9;

    private const double StartHeight = 0.86;

    /// <summary>Where the arm's base stands [m].</summary>
    public static readonly Vector3D Base = new(-0.5, -0.1, 0.912);

    // Bin 1's inner half sizes without the can's half diagonal.
    private static readonly (double X, double Y) Bin1 = (0.1, -0.25), Range = (0.145 - 0.0353553, 0.195 - 0.0353553);
    private readonly int canBody, canQpos;

    /// <summary>Makes the world.</summary>
    public CanTask(MuJoCoLibrary library, CanOptions options)
        : base(SceneOf(options), library, options) => (canBody, canQpos) = (Model.Id(MjObject.Body, "can"), Model.QposAddress("can"));

    /// <summary>The arm.</summary>
    public PandaArm Arm => Arms[0];

    /// <summary>The can's pose.</summary>
    public Pose Can => PoseOf(canBody);

    /// <inheritdoc/>
    public override TaskOutcome Judge()
    {
        Vector3D can = Can.Position;
        bool success = IsInCompartment(can) && IsHandAway(can);
        return new TaskOutcome(success, success ? 1 : 0);
    }

    /// <summary>Whether a place is inside the fourth compartment.</summary>
    public static bool IsInCompartment(Vector3D place) => place is { X: > 0.1 and < 0.295, Y: > 0.28 and < 0.525, Z: > 0.8 and < 0.9 };

    /// <inheritdoc/>
    protected override void PlaceObjects(Chance chance)
    {
        Vector3D place = new(Bin1.X + chance.Uniform(-Range.X, Range.X), Bin1.Y + chance.Uniform(-Range.Y, Range.Y), StartHeight);
        Place(canQpos, new Pose(place, QuaternionD.About(Vector3D.Up, chance.Uniform(0, 2 * Math.PI))));
    }

    /// <inheritdoc/>
    protected override void ObserveObjects(Span<double> observation) => ObserveObject(Can, Arm, observation);

    /// <inheritdoc/>
    protected override IDemonstrator CreateExpert(long seed, double roughness) => CanExpert.Create(this, seed, roughness);

    private static PandaScene SceneOf(CanOptions options) => new(
        "mujoco/can", "can.xml", ObjectSize: 14, options.MaxSteps,
        [new CameraSpec("overview", 256, 256), new CameraSpec("agentview", 84, 84), new CameraSpec("robot0_eye_in_hand", 84, 84)])
    {
        Bases = [Base],
    };
}
