using DiffOG.Simulation.MuJoCo.Experts;
using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Tasks.Can;

/// <summary>
/// Grasps the can from above, carries it over the walls, lowers it into its compartment, lets go and retreats. A can that
/// fell over is grasped across; one that was lost is fetched again.
/// </summary>
internal sealed class CanExpert
{
    // Of the can's centre, and of the hand [m].
    private const double CarryHeight = 0.975, ReleaseHeight = 0.868, RetreatHeight = 1.02;
    private const double Clear = 0.948, Released = 0.882, Above = 0.022, LostDistance = 0.045, LyingAxis = 0.7;

    // [m], [rad/m], [rad].
    private const double UprightReach = 0.73, LeanSlope = 2.5, MostLean = 0.3;
    private readonly CanTask task;
    private readonly double hover, graspHeight, twist, pace;
    private readonly Vector3D approach, place;
    private readonly int closing, opening;

    private CanExpert(CanTask task, Variation person)
    {
        this.task = task;
        (hover, graspHeight, twist) = (person.Around(0.085, 0.02), person.Around(0.022, 0.004), person.Around(0, 0.3));
        pace = person.Around(0.9, 0.1);
        approach = new Vector3D(person.Around(0, 0.006), person.Around(0, 0.006), 0);
        place = new Vector3D(person.Around(0.175, 0.015), person.Around(0.375, 0.015), 0);
        (closing, opening) = (person.Pause(8, 4), person.Pause(7, 4));
    }

    private Vector3D Can => task.Can.Position;

    private Vector3D Hand => new(task.Arm.GripPosition);

    /// <summary>Makes the expert.</summary>
    /// <param name="task">The world it acts in.</param>
    /// <param name="seed">Decides its noise and its habits.</param>
    /// <param name="roughness">A factor on its noise.</param>
    public static IDemonstrator Create(CanTask task, long seed, double roughness)
    {
        Chance chance = new(seed, purpose: 1);
        CanExpert expert = new(task, new Variation(chance, roughness));
        return new PhaseScript(expert.Phases(), () => task.Arm.Grip, new UnsteadyHand(chance, roughness));
    }

    private Phase[] Phases() =>
    [
        new("hover", () => Over(hover)) { Pace = pace, Near = 0.022, Aligned = 0.3 },
        new("descend", () => Over(0)) { Pace = 0.6 * pace, Near = 0.009, Aligned = 0.2, Calm = 0.7 },
        new("close", () => Over(0)) { Closed = true, AtLeast = closing, Until = () => true, Calm = 0.4, Pace = 0.3 },
        new("lift", () => Holding(Can with { Z = CarryHeight })) { Closed = true, Pace = 0.8 * pace, Until = () => Can.Z > Clear, Lost = IsLost, Back = "hover" },
        new("carry", () => Holding(place with { Z = CarryHeight })) { Closed = true, Pace = pace, Until = IsAbove, Lost = IsLost, Back = "hover" },
        new("lower", () => Holding(place with { Z = ReleaseHeight })) { Closed = true, Pace = 0.6 * pace, Until = () => Can.Z < Released, AtMost = 60, Lost = IsLost, Back = "hover", Calm = 0.7 },
        new("open", () => Reaching(Hand)) { AtLeast = opening, Until = () => true, Calm = 0.4 },
        new("retreat", () => Reaching(place with { Z = RetreatHeight })) { Pace = 0.7 * pace, Lost = IsMisplaced, Back = "hover" },
    ];

    private bool IsLost() => (Can - Hand).Length > LostDistance;

    private bool IsAbove() => (Can - place).HorizontalLength < Above;

    private bool IsMisplaced() => Hand.Z > RetreatHeight - 0.02 && !CanTask.IsInCompartment(Can);

    private Pose Over(double height) => Reaching(Can + approach + new Vector3D(0, 0, (IsLying ? 0 : graspHeight) + height));

    // The hand so that the can would be there.
    private Pose Holding(Vector3D can) => Reaching(Hand + can - Can);

    // Fingers down; far from the base, where the arm is not long enough for that, leaning outwards.
    private Pose Reaching(Vector3D place)
    {
        Vector3D away = Hand - CanTask.Base;
        double lean = Math.Clamp(LeanSlope * (away.HorizontalLength - UprightReach), 0, MostLean);
        Vector3D outwards = (away with { Z = 0 }).Normalised;
        return new(place, QuaternionD.FromAxes(FingerAxis(), (Math.Sin(lean) * outwards) - (Math.Cos(lean) * Vector3D.Up)));
    }

    private bool IsLying => Math.Abs(Axis.Z) < LyingAxis;

    private Vector3D Axis => task.Can.Orientation.Turn(Vector3D.Up);

    // Across a can that lies; else as at the start, a little turned. Of the two senses the nearer one.
    private Vector3D FingerAxis()
    {
        Vector3D across = IsLying ? Vector3D.Up.Cross(Axis) : new Vector3D(-Math.Sin(twist), Math.Cos(twist), 0);
        Vector3D present = task.Arm.Grip.Orientation.Turn(new Vector3D(0, 1, 0));
        return across.Dot(present) < 0 ? -across : across;
    }
}
