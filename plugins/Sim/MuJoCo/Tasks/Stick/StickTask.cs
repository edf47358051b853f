using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

namespace DiffOG.Simulation.MuJoCo.Tasks.Stick;

/// <summary>What Stick Pull and Stick Push share: a stick that lies on the table, a thermos that slides, and a goal.</summary>
internal abstract class StickTask : SawyerTask
{
    /// <summary>The height of the stick's middle when it lies on the table [m].</summary>
    protected const double StickHeight = 0.02;

    private const double Apart = 0.1;
    private readonly int stickBody, stickQpos, thermosX, thermosY, endSite, insertionSite;
    private readonly MocapBody goal;

    /// <summary>Makes the world.</summary>
    protected StickTask(string id, double nearestY, MuJoCoLibrary library, SawyerTaskOptions options)
        : base(new SawyerScene(id, "stick-and-thermos.xml") { Lowest = new(-0.5, nearestY, 0.05) }, library, options)
    {
        (stickBody, stickQpos) = (Model.Id(MjObject.Body, "stick"), Model.QposAddress("stick"));
        (thermosX, thermosY) = (Model.QposAddress("thermos_x"), Model.QposAddress("thermos_y"));
        (endSite, insertionSite) = (Model.Id(MjObject.Site, "stick_end"), Model.Id(MjObject.Site, "insertion"));
        StickGeom = Model.Id(MjObject.Geom, "stick");
        goal = new MocapBody(Data, "goal");
    }

    /// <inheritdoc/>
    public override Vector3D Goal => goal.Position;

    /// <summary>The stick's middle [m].</summary>
    public Vector3D Stick => new(Data.Xpos(stickBody));

    /// <summary>The middle of the stick's front end [m].</summary>
    public Vector3D StickEnd => new(Data.SitePosition(endSite));

    /// <summary>The middle of the loop of the thermos's handle [m].</summary>
    public Vector3D Loop => new(Data.SitePosition(insertionSite));

    /// <summary>The point of the thermos that is observed and shall come to the goal [m].</summary>
    public abstract Vector3D Container { get; }

    /// <summary>The stick's geom.</summary>
    protected int StickGeom { get; }

    /// <summary>Where stick and goal are drawn from, and how far the thermos is from its middle at the start [m].</summary>
    protected abstract (Region Sticks, Region Goals, double ThermosY) Start { get; }

    /// <inheritdoc/>
    protected sealed override void PlaceObjects(Chance chance)
    {
        (Region sticks, Region goals, double y) = Start;
        (Vector3D place, goal.Position) = Draw(chance, sticks, goals, Apart);
        Place(stickQpos, new Pose(place, QuaternionD.Identity));
        (Data.Qpos[thermosX], Data.Qpos[thermosY]) = (0, y);
    }

    /// <inheritdoc/>
    protected sealed override void ObserveObjects(Span<double> frame)
    {
        Pose stick = PoseOf(stickBody);
        stick.Position.CopyTo(frame);
        stick.Orientation.CopyScalarLast(frame[3..]);
        Container.CopyTo(frame[ObjectSize..]);
    }
}
