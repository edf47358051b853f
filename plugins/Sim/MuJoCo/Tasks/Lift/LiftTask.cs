using DiffOG.Specs;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Panda;

namespace DiffOG.Simulation.MuJoCo.Tasks.Lift;

/// <summary>Lift (robosuite 1.2): the cube's centre must rise above 4 cm over the table.</summary>
internal sealed class LiftTask : PandaTask
{
    /// <summary>The height of the table's top [m].</summary>
    public const double TableTop = 0.8;

    private const double SuccessHeight = TableTop + 0.04, DropHeight = 0.01;
    private readonly LiftOptions options;
    private readonly int cubeBody, cubeQpos;

    /// <summary>Makes the world.</summary>
    public LiftTask(MuJoCoLibrary library, LiftOptions options)
        : base(SceneOf(options), library, options)
    {
        this.options = options;
        (cubeBody, cubeQpos) = (Model.Id(MjObject.Body, "cube"), Model.QposAddress("cube"));
    }

    /// <summary>The arm.</summary>
    public PandaArm Arm => Arms[0];

    /// <summary>[3] the cube's centre [m].</summary>
    public ReadOnlySpan<double> Cube => Data.Xpos(cubeBody);

    /// <summary>[4] the cube's orientation, w first.</summary>
    public ReadOnlySpan<double> CubeQuaternion => Data.Xquat(cubeBody);

    /// <inheritdoc/>
    public override TaskOutcome Judge()
    {
        bool success = Cube[2] > SuccessHeight;
        return new TaskOutcome(success, success ? 1 : 0);
    }

    /// <inheritdoc/>
    protected override void PlaceObjects(Chance chance)
    {
        Vector3D place = new(
            chance.Uniform(-options.PlacementRange, options.PlacementRange), chance.Uniform(-options.PlacementRange, options.PlacementRange),
            TableTop + options.CubeHalfSize + DropHeight);
        Place(cubeQpos, new Pose(place, QuaternionD.About(Vector3D.Up, chance.Uniform(0, 2 * Math.PI))));
    }

    /// <inheritdoc/>
    protected override void ObserveObjects(Span<double> observation)
    {
        Pose cube = PoseOf(cubeBody);
        cube.Position.CopyTo(observation);
        cube.Orientation.CopyScalarLast(observation[3..]);
        (new Vector3D(Arm.GripPosition) - cube.Position).CopyTo(observation[7..]);
    }

    /// <inheritdoc/>
    protected override IDemonstrator CreateExpert(long seed, double roughness) => new LiftExpert(this, seed, roughness);

    private static PandaScene SceneOf(LiftOptions options) => new(
        "mujoco/lift", "lift.xml", ObjectSize: 10, options.MaxSteps,
        [new CameraSpec("overview", 256, 256), new CameraSpec("agentview", 84, 84), new CameraSpec("robot0_eye_in_hand", 84, 84)])
    {
        Values = [("CUBE", options.CubeHalfSize)],
    };
}
