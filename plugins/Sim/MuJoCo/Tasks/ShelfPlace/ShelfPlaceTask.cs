using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

namespace DiffOG.Simulation.MuJoCo.Tasks.ShelfPlace;

/// <summary>Shelf Place (Meta-World): the cube must come within 7 cm of a point over the middle board; it may be held.</summary>
internal sealed class ShelfPlaceTask : SawyerTask
{
    private const double SuccessDistance = 0.07, Apart = 0.1;

    // Where the goal is, seen from the shelf's foot.
    private static readonly Vector3D Above = new(0, 0, 0.3);
    private static readonly Region Cubes = new(new(-0.1, 0.5, 0.02), new(0.1, 0.6, 0.02)), Shelves = new(new(-0.1, 0.8, -0.001), new(0.1, 0.9, 0.001));
    private readonly int cubeBody, cubeQpos;
    private readonly MocapBody shelf;

    /// <summary>Makes the world.</summary>
    public ShelfPlaceTask(MuJoCoLibrary library, ShelfPlaceOptions options)
        : base(new SawyerScene("mujoco/shelf-place", "shelf-place.xml"), library, options)
    {
        (cubeBody, cubeQpos) = (Model.Id(MjObject.Body, "cube"), Model.QposAddress("cube"));
        shelf = new MocapBody(Data, "shelf");
    }

    /// <inheritdoc/>
    public override Vector3D Goal => shelf.Position + Above;

    /// <summary>The cube's centre [m].</summary>
    public Vector3D Cube => new(Data.Xpos(cubeBody));

    /// <inheritdoc/>
    public override TaskOutcome Judge()
    {
        bool success = (Cube - Goal).Length <= SuccessDistance;
        return new TaskOutcome(success, success ? 1 : 0);
    }

    /// <inheritdoc/>
    protected override void PlaceObjects(Chance chance)
    {
        (Vector3D place, shelf.Position) = Draw(chance, Cubes, Shelves, Apart);
        Place(cubeQpos, new Pose(place, QuaternionD.Identity));
    }

    /// <inheritdoc/>
    protected override void ObserveObjects(Span<double> frame)
    {
        Pose cube = PoseOf(cubeBody);
        cube.Position.CopyTo(frame);
        cube.Orientation.CopyScalarLast(frame[3..]);
    }

    /// <inheritdoc/>
    protected override IDemonstrator CreateExpert(long seed, double roughness) => new ShelfPlaceExpert(this, seed, roughness);
}
