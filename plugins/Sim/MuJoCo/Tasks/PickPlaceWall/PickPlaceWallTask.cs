using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

namespace DiffOG.Simulation.MuJoCo.Tasks.PickPlaceWall;

/// <summary>Pick Place Wall (Meta-World): the puck must come within 7 cm of a point behind the wall; it may be held.</summary>
internal sealed class PickPlaceWallTask : SawyerTask
{
    private const double SuccessDistance = 0.07, Apart = 0.15;
    private static readonly Region Pucks = new(new(-0.05, 0.6, 0.015), new(0.05, 0.65, 0.015)), Goals = new(new(-0.05, 0.85, 0.05), new(0.05, 0.9, 0.3));
    private readonly int puckBody, puckQpos;
    private readonly MocapBody goal;

    /// <summary>Makes the world.</summary>
    public PickPlaceWallTask(MuJoCoLibrary library, PickPlaceWallOptions options)
        : base(new SawyerScene("mujoco/pick-place-wall", "pick-place-wall.xml"), library, options)
    {
        (puckBody, puckQpos) = (Model.Id(MjObject.Body, "puck"), Model.QposAddress("puck"));
        goal = new MocapBody(Data, "goal");
    }

    /// <inheritdoc/>
    public override Vector3D Goal => goal.Position;

    /// <summary>The puck's centre [m].</summary>
    public Vector3D Puck => new(Data.Xpos(puckBody));

    /// <inheritdoc/>
    public override TaskOutcome Judge()
    {
        bool success = (Puck - Goal).Length <= SuccessDistance;
        return new TaskOutcome(success, success ? 1 : 0);
    }

    /// <inheritdoc/>
    protected override void PlaceObjects(Chance chance)
    {
        (Vector3D place, goal.Position) = Draw(chance, Pucks, Goals, Apart);
        Place(puckQpos, new Pose(place, QuaternionD.Identity));
    }

    /// <inheritdoc/>
    protected override void ObserveObjects(Span<double> frame)
    {
        Pose puck = PoseOf(puckBody);
        puck.Position.CopyTo(frame);
        puck.Orientation.CopyScalarLast(frame[3..]);
    }

    /// <inheritdoc/>
    protected override IDemonstrator CreateExpert(long seed, double roughness) => new PickPlaceWallExpert(this, seed, roughness);
}
