using DiffOG.Simulation.MuJoCo.Experts;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Robots;

namespace DiffOG.Simulation.MuJoCo.Tasks.ArrangeDesk;

/// <summary>Takes something by its rim and puts it somewhere.</summary>
internal sealed class RimGrasp
{
    private const double Over = 0.06, Depth = 0.016, Carried = 0.08, Sunk = 0.002;
    private const double Gripped = 0.02, Opened = 0.06, Settled = 0.0004, LostDistance = 0.04;

    private readonly ViperArm arm;
    private readonly Vector3D stand;
    private readonly DeskObject thing;
    private readonly double pitch, pace;
    private double lastOpening = double.NaN, opening = double.NaN, side = 1;

    /// <summary>Plans a grasp.</summary>
    /// <param name="arm">That does it.</param>
    /// <param name="stand">Where its base stands [m].</param>
    /// <param name="thing">What it takes.</param>
    /// <param name="chance">Decides its variation.</param>
    /// <param name="roughness">A factor on the variation.</param>
    public RimGrasp(ViperArm arm, Vector3D stand, DeskObject thing, Chance chance, double roughness)
    {
        (this.arm, this.stand, this.thing) = (arm, stand, thing);
        pitch = 1.15 + (0.12 * roughness * chance.Uniform(-1, 1));
        pace = 0.55 * (1 + (0.2 * roughness * chance.Uniform(-1, 1)));
    }

    /// <summary>The phases.</summary>
    /// <param name="name">Begins their names.</param>
    /// <param name="place">Where the thing goes [m].</param>
    public Phase[] Phases(string name, Func<Vector3D> place) =>
    [
        new(name + " over", () => AtRim(Over)) { Near = 0.012, Aligned = 0.1, Pace = pace, Slew = 0.12, Calm = 0.7 },
        new(name + " down", () => AtRim(-Depth)) { Near = 0.006, Aligned = 0.1, Pace = 0.5 * pace, Slew = 0.08, Calm = 0.5 },
        new(name + " close", () => AtRim(-Depth)) { Closed = true, AtLeast = 12, AtMost = 40, Until = HasSettled, Pace = 0.1, Slew = 0.05, Calm = 0.3 },
        new(name + " lift", () => Lifted()) { Closed = true, Near = 0.015, Pace = 0.6 * pace, Slew = 0.06, Calm = 0.5, Lost = IsLost, Back = name + " over" },
        new(name + " carry", () => Towards(place(), Carried)) { Closed = true, Near = 0.010, Pace = 0.8 * pace, Slew = 0.06, Calm = 0.5, Lost = IsLost, Back = name + " over" },
        new(name + " lower", () => Towards(place(), -Sunk)) { Closed = true, Until = () => thing.Pose.Position.Z < place().Z + 0.001, AtMost = 120, Pace = 0.35 * pace, Slew = 0.06, Calm = 0.4 },
        new(name + " open", () => arm.Grip) { AtLeast = 8, AtMost = 40, Until = () => arm.Opening > Opened, Pace = 0.1, Slew = 0.05, Calm = 0.2 },
        new(name + " away", () => new Pose(arm.Grip.Position with { Z = thing.Height + Over + 0.02 }, arm.Grip.Orientation)) { Near = 0.015, Pace = 0.7 * pace, Slew = 0.08, Calm = 0.4 },
    ];

    // Fingers down, their closing direction across the arm; the rim at the side that is farther from the handle.
    private Pose AtRim(double above)
    {
        Pose pose = thing.Pose;
        double azimuth = Math.Atan2(pose.Position.Y - stand.Y, pose.Position.X - stand.X);
        (double c, double s) = (Math.Cos(azimuth), Math.Sin(azimuth));
        Vector3D across = new(-s, c, 0), handle = pose.Orientation.Turn(new Vector3D(1, 0, 0));
        if (arm.Opening > Opened)
            side = handle.Dot(across) > 0 ? -1 : 1;
        Vector3D rim = pose.Position + (side * thing.Radius * across) + new Vector3D(0, 0, thing.Height + above);
        return new Pose(rim, QuaternionD.FromAxes(across, new Vector3D(Math.Cos(pitch) * c, Math.Cos(pitch) * s, -Math.Sin(pitch))));
    }

    private Pose Lifted()
    {
        Vector3D hand = arm.Grip.Position;
        return Level(hand with { Z = hand.Z + Carried - thing.Pose.Position.Z });
    }

    // The thing, not the hand, goes to the place.
    private Pose Towards(Vector3D place, double height)
    {
        Vector3D foot = thing.Pose.Position;
        return Level(arm.Grip.Position + new Vector3D(place.X - foot.X, place.Y - foot.Y, place.Z + height - foot.Z));
    }

    private Pose Level(Vector3D position)
    {
        Pose hand = arm.Grip;
        Vector3D axis = thing.Pose.Orientation.Turn(Vector3D.Up), across = hand.Orientation.Turn(new Vector3D(0, 1, 0));
        double turn = Math.Atan2(hand.Position.Y - stand.Y, hand.Position.X - stand.X) - Math.Atan2(-across.X, across.Y);
        return new Pose(position, QuaternionD.About(Vector3D.Up, turn) * QuaternionD.FromVector(axis.Cross(Vector3D.Up)) * hand.Orientation);
    }

    private bool HasSettled()
    {
        (lastOpening, opening) = (opening, arm.Opening);
        return opening < Gripped && Math.Abs(opening - lastOpening) < Settled;
    }

    private bool IsLost() => arm.Grip.Position.Z - thing.Pose.Position.Z - thing.Height > LostDistance;
}
