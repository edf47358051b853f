using DiffOG.Simulation.MuJoCo.Experts;
using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Tasks.Square;

/// <summary>
/// Grasps the nut by its handle, carries it over the square peg with the handle towards the arm (the other ways round are
/// out of reach), lowers it around the peg, lets go and retreats. A nut that was lost is fetched again.
/// </summary>
internal sealed class SquareExpert
{
    // Of the nut's middle, and of the hand [m].
    private const double CarryHeight = 0.99, LowHeight = 0.842, RetreatHeight = 0.97, GraspHeight = 0.003;
    private const double Lifted = 0.93, Down = 0.862, Aside = 0.004, LostDistance = 0.085;

    // How far the wrist turns clockwise before a grasp, so that it stays away from its stop; how far its goal is ahead of it [rad].
    private const double MostClockwise = -1.4, Straight = 0.06, Ahead = 0.9, LeastYaw = -2.6;

    private readonly SquareTask task;
    private readonly double hover, along, pace, side;
    private readonly Vector3D approach;
    private readonly int closing, opening;

    private SquareExpert(SquareTask task, Variation person)
    {
        this.task = task;
        (hover, along, pace) = (person.Around(0.075, 0.02), person.Around(0.062, 0.002), person.Around(0.85, 0.1));
        approach = new Vector3D(person.Around(0, 0.004), person.Around(0, 0.004), 0);
        side = Math.Sign(task.Arm.GripRotation[4]);
        (closing, opening) = (person.Pause(8, 4), person.Pause(7, 4));
    }

    private Pose Nut => task.Nut;

    private Pose Hand => task.Arm.Grip;

    /// <summary>Makes the expert.</summary>
    /// <param name="task">The world it acts in.</param>
    /// <param name="seed">Decides its noise and its habits.</param>
    /// <param name="roughness">A factor on its noise.</param>
    public static IDemonstrator Create(SquareTask task, long seed, double roughness)
    {
        Chance chance = new(seed, purpose: 1);
        SquareExpert expert = new(task, new Variation(chance, roughness));
        return new PhaseScript(expert.Phases(), () => task.Arm.Grip, new UnsteadyHand(chance, roughness));
    }

    private Phase[] Phases() =>
    [
        new("hover", () => Over(hover)) { Pace = pace, Near = 0.02, Aligned = 0.25, RotationPace = 0.6 },
        new("descend", () => Over(GraspHeight)) { Pace = 0.6 * pace, Near = 0.006, Aligned = 0.08, Calm = 0.6 },
        new("close", () => Over(GraspHeight)) { Closed = true, AtLeast = closing, Until = () => true, Calm = 0.4, Pace = 0.3 },
        new("lift", () => Holding(Nut.Position with { Z = CarryHeight }, Yaw(Nut))) { Closed = true, Pace = 0.8 * pace, Until = () => Nut.Position.Z > Lifted, Lost = IsLost, Back = "hover" },
        new("carry", () => Holding(SquareTask.Peg with { Z = CarryHeight }, Math.PI)) { Closed = true, Pace = pace, RotationPace = 0.6, Calm = 0.7, Until = () => IsOverPeg(Aside), Lost = IsLost, Back = "hover" },
        new("lower", () => Holding(SquareTask.Peg with { Z = IsThreaded || IsOverPeg(0.007) ? LowHeight : CarryHeight }, Math.PI)) { Closed = true, Pace = 0.4 * pace, Calm = 0.4, Until = () => Nut.Position.Z < Down, Lost = IsLost, Back = "hover" },
        new("open", () => Hand) { AtLeast = opening, Until = () => true, Calm = 0.3 },
        new("retreat", () => Upright(Hand.Position with { Z = RetreatHeight }, HandYaw)) { Pace = 0.7 * pace, Lost = IsMisplaced, Back = "hover" },
    ];

    private bool IsLost() => (Nut.Position - Hand.Position).Length > LostDistance;

    // Below this the peg guides the nut; above it a nut that came aside is raised and aimed again.
    private bool IsThreaded => Nut.Position.Z < SquareTask.PegTop;

    private bool IsOverPeg(double aside) => (Nut.Position - SquareTask.Peg).HorizontalLength < aside && Math.Abs(Math.IEEERemainder(Yaw(Nut) - Math.PI, 2 * Math.PI)) < Straight;

    private bool IsMisplaced() => Hand.Position.Z > RetreatHeight - 0.02 && !SquareTask.IsAroundPeg(Nut.Position);

    private Pose Over(double height) => Upright(Nut.ToWorld(new Vector3D(along, 0, 0)) + approach + new Vector3D(0, 0, height), Next(GraspYaw));

    // The hand so that the nut would be there, flat.
    private Pose Holding(Vector3D nut, double yaw)
    {
        double turn = Next(InReach(HandYaw + yaw - Yaw(Nut))) - HandYaw;
        Pose wanted = new(nut, QuaternionD.About(Vector3D.Up, Yaw(Nut) + turn));
        return wanted * Hand.Relative(Nut).Inverse;
    }

    private Pose Upright(Vector3D place, double yaw) =>
        new(place, QuaternionD.FromAxes(new Vector3D(-side * Math.Sin(yaw), side * Math.Cos(yaw), 0), -Vector3D.Up));

    // The nut's handle towards the arm is the hand's start: either the fingers keep that, or they take it the other way round.
    private double GraspYaw
    {
        get
        {
            double likeTheStart = Math.IEEERemainder(Yaw(Nut) - Math.PI, 2 * Math.PI);
            return likeTheStart < MostClockwise ? likeTheStart + Math.PI : likeTheStart;
        }
    }

    // How far the hand is turned from its start, counted so that the wrist's stops are at the ends.
    private double HandYaw
    {
        get
        {
            Vector3D fingers = side * Hand.Orientation.Turn(new Vector3D(0, 1, 0));
            return InReach(Math.Atan2(-fingers.X, fingers.Y));
        }
    }

    private static double InReach(double yaw) => LeastYaw + Mod(yaw - LeastYaw);

    private static double Mod(double angle) => angle - (2 * Math.PI * Math.Floor(angle / (2 * Math.PI)));

    // On the way there, not so far ahead that the shortest turn would go the other way.
    private double Next(double yaw) => HandYaw + Math.Clamp(yaw - HandYaw, -Ahead, Ahead);

    // The handle is horizontal, or the nut leans on something.
    private static double Yaw(Pose nut)
    {
        Vector3D handle = nut.Orientation.Turn(new Vector3D(1, 0, 0));
        return Math.Atan2(handle.Y, handle.X);
    }
}
