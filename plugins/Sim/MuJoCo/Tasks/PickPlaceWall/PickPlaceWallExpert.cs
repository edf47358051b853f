using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

namespace DiffOG.Simulation.MuJoCo.Tasks.PickPlaceWall;

/// <summary>Over a funnel down to the puck, close, rise above the wall, over it, to the goal; and hold.</summary>
internal sealed class PickPlaceWallExpert : SawyerExpert
{
    // The hand holds the puck's middle so far above it that the plates' tips do not touch the table.
    private const double GripHeight = 0.032, Near = 0.008, NearAbove = 0.014, Lost = 0.05, Behind = 0.8, ClearanceSpread = 0.04, HoverSpread = 0.06, AsideSpread = 0.02;

    private readonly PickPlaceWallTask task;
    private readonly double hover, clearance;
    private readonly Vector3D offset;
    private bool closing, carrying;

    /// <summary>Draws what is particular to this expert.</summary>
    public PickPlaceWallExpert(PickPlaceWallTask task, long seed, double roughness)
        : base(task.Arm, seed, roughness)
    {
        this.task = task;
        (hover, clearance) = (0.1 + Spread(HoverSpread), 0.25 + Spread(ClearanceSpread));
        offset = new(Spread(AsideSpread), Spread(AsideSpread), 0);
    }

    /// <inheritdoc/>
    protected override Intent Decide()
    {
        Vector3D grip = task.Puck + (GripHeight * Vector3D.Up);
        double distance = (Hand - grip).Length;
        closing = closing ? distance < Lost : (Hand - grip).HorizontalLength < Near && Hand.Z - grip.Z < NearAbove;
        carrying = closing && (carrying || Gripping);
        if (carrying)
            return Hold(Waypoint());
        return closing ? Hold(grip) : Reach(Over(grip, hover, Near)) with { Calm = Math.Min(1, 0.3 + (distance / 0.1)) };
    }

    // Before the wall the hand goes on only as far as it has risen.
    private Vector3D Waypoint()
    {
        Vector3D goal = task.Goal + offset + (GripHeight * Vector3D.Up);
        if (Hand.Y > Behind)
            return goal;
        double risen = Math.Clamp(1 - ((clearance - Hand.Z) / 0.06), 0, 1);
        return new(Hand.X + (risen * (goal.X - Hand.X)), Hand.Y + (risen * (goal.Y - Hand.Y)), Math.Max(clearance, goal.Z));
    }
}
