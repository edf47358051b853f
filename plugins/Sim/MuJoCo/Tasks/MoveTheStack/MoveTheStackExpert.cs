using DiffOG.Simulation.MuJoCo.Experts;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Tasks.Aloha;

namespace DiffOG.Simulation.MuJoCo.Tasks.MoveTheStack;

/// <summary>
/// Carries the glass by looking at the whole state: level fingers around the bowl from the arm's side, close, lift, carry
/// it over the tile while it keeps it upright, put it down, open, draw back. Its commands change little from step to step.
/// </summary>
internal sealed class MoveTheStackExpert
{
    private const double Back = 0.11, Above = 0.05, Carried = 0.06, Away = 0.12;
    private const double GentleSlew = 0.05, Gripped = 0.0755, Opened = 0.078, Settled = 0.0004, LostDistance = 0.03;

    private readonly MoveTheStackTask task;
    private readonly double pitch, graspHeight, pace;
    private double lastOpening = double.NaN, opening = double.NaN;

    private MoveTheStackExpert(MoveTheStackTask task, Chance chance, double roughness)
    {
        this.task = task;
        pitch = 0.20 + (0.08 * roughness * chance.Uniform(-1, 1));
        graspHeight = 0.100 + (0.010 * roughness * chance.Uniform(-1, 1));
        pace = 0.38 * (1 + (0.25 * roughness * chance.Uniform(-1, 1)));
    }

    /// <summary>An expert for a world.</summary>
    /// <param name="task">The world it acts in.</param>
    /// <param name="seed">Decides its noise.</param>
    /// <param name="roughness">A factor on its noise.</param>
    public static IDemonstrator Create(MoveTheStackTask task, long seed, double roughness)
    {
        Chance chance = new(seed, purpose: 1);
        MoveTheStackExpert expert = new(task, chance, roughness);
        return new PhaseScript(expert.Phases(), () => task.Arm.Grip, new UnsteadyHand(chance, roughness));
    }

    private Phase[] Phases() =>
    [
        new("over", () => Before(Back, Above)) { Near = 0.02, Aligned = 0.15, Pace = pace, Slew = 0.12 },
        new("before", () => Before(Back, 0)) { Near = 0.008, Aligned = 0.08, Pace = pace, Slew = 0.08, Calm = 0.6 },
        new("around", () => Before(0, 0)) { Near = 0.005, Aligned = 0.08, Pace = 0.7 * pace, Slew = 0.05, Calm = 0.5 },
        new("close", () => Before(0, 0)) { Closed = true, AtLeast = 8, AtMost = 40, Until = HasSettled, Pace = 0.1, Slew = 0.03, Calm = 0.3 },
        new("lift", Lifted) { Closed = true, Near = 0.012, Pace = 0.7 * pace, Slew = GentleSlew, Calm = 0.6, Lost = IsLost, Back = "over" },
        new("carry", () => OverTile(Carried)) { Closed = true, Near = 0.008, Pace = pace, RotationPace = 0.15, Slew = GentleSlew, Calm = 0.6 },
        new("lower", () => OverTile(-0.003)) { Closed = true, Until = HasLanded, Pace = 0.4 * pace, RotationPace = 0.1, Slew = GentleSlew, Calm = 0.4 },
        new("open", Here) { AtLeast = 6, AtMost = 40, Until = () => task.Arm.Opening > Opened, Pace = 0.1, Slew = 0.03, Calm = 0.2 },
        new("retreat", () => Before(Away, 0)) { Near = 0.02, Pace = 0.7 * pace, Slew = 0.06, Calm = 0.5 },
        new("rest", () => Before(Away + 0.02, 0.08)) { Pace = pace, Slew = 0.08, Calm = 0.5 },
    ];

    // The hand so far before the glass as seen from the arm's base, and so far above where it is gripped.
    private Pose Before(double back, double above)
    {
        Vector3D place = task.Glass.Position;
        double azimuth = AzimuthOf(place);
        Vector3D outwards = new(Math.Cos(azimuth), Math.Sin(azimuth), 0);
        Vector3D grasp = new(place.X, place.Y, place.Z + graspHeight + above);
        return new Pose(grasp - (back * outwards), Level(azimuth));
    }

    private Pose Here() => new(task.Arm.Grip.Position, task.Arm.Grip.Orientation);

    private Pose Lifted()
    {
        Vector3D hand = task.Arm.Grip.Position;
        return Upright(new Vector3D(hand.X, hand.Y, hand.Z + Carried - task.Glass.Position.Z));
    }

    // The glass, not the hand, goes over the tile.
    private Pose OverTile(double height)
    {
        Vector3D target = task.Tile.Position, foot = task.Glass.Position;
        return Upright(task.Arm.Grip.Position + new Vector3D(target.X - foot.X, target.Y - foot.Y, MoveTheStackTask.TileTop + height - foot.Z));
    }

    // The hand turned so that the glass in it stands upright, and with the arm.
    private Pose Upright(Vector3D position)
    {
        Pose hand = task.Arm.Grip;
        Vector3D axis = task.Glass.Orientation.Turn(Vector3D.Up), fingers = hand.Orientation.Turn(Vector3D.Up);
        double turn = AzimuthOf(hand.Position) - Math.Atan2(fingers.Y, fingers.X);
        return new Pose(position, QuaternionD.About(Vector3D.Up, turn) * QuaternionD.FromVector(axis.Cross(Vector3D.Up)) * hand.Orientation);
    }

    private QuaternionD Level(double azimuth)
    {
        (double c, double s) = (Math.Cos(azimuth), Math.Sin(azimuth));
        return QuaternionD.FromAxes(new Vector3D(-s, c, 0), new Vector3D(Math.Cos(pitch) * c, Math.Cos(pitch) * s, -Math.Sin(pitch)));
    }

    private bool HasSettled()
    {
        (lastOpening, opening) = (opening, task.Arm.Opening);
        return opening < Gripped && Math.Abs(opening - lastOpening) < Settled;
    }

    private bool HasLanded() => task.Glass.Position.Z < MoveTheStackTask.TileTop + 0.001;

    private bool IsLost() => task.Arm.Grip.Position.Z - task.Glass.Position.Z - graspHeight > LostDistance;

    private static double AzimuthOf(Vector3D place) => Math.Atan2(place.Y - AlohaTask.LeftBase.Y, place.X - AlohaTask.LeftBase.X);
}
