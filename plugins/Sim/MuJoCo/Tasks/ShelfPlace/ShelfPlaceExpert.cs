using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

namespace DiffOG.Simulation.MuJoCo.Tasks.ShelfPlace;

/// <summary>Over a funnel down to the cube, close, rise before the shelf to the middle of it, and in; and hold.</summary>
internal sealed class ShelfPlaceExpert : SawyerExpert
{
    private const double GripHeight = 0.031, GripSpread = 0.003, Near = 0.01, NearAbove = 0.014, Lost = 0.05, Hover = 0.1, HoverSpread = 0.06;

    // Before the shelf the hand stays so far from its front that nothing touches it.
    private const double Front = 0.2, FrontSpread = 0.03, CarryHeight = 0.33, CarrySpread = 0.012, Depth = 0.04;

    private readonly ShelfPlaceTask task;
    private readonly double hover, carry, front;
    private readonly Vector3D held;
    private bool closing, carrying;

    /// <summary>Draws what is particular to this expert.</summary>
    public ShelfPlaceExpert(ShelfPlaceTask task, long seed, double roughness)
        : base(task.Arm, seed, roughness)
    {
        this.task = task;
        (hover, carry, front) = (Hover + Spread(HoverSpread), CarryHeight + Spread(CarrySpread), Front + Spread(FrontSpread));
        held = (GripHeight + Spread(GripSpread)) * Vector3D.Up;
    }

    /// <inheritdoc/>
    protected override Intent Decide()
    {
        Vector3D grip = task.Cube + held;
        double distance = (Hand - grip).Length;
        closing = closing ? distance < Lost : (Hand - grip).HorizontalLength < Near && Hand.Z - grip.Z < NearAbove;
        carrying = closing && (carrying || Gripping);
        if (carrying)
            return Hold(Waypoint());
        return closing ? Hold(grip) : Reach(Over(grip, hover, Near)) with { Calm = Math.Min(1, 0.3 + (distance / 0.1)) };
    }

    // The way in opens as the hand comes to the middle of the shelf, sideways and upwards.
    private Vector3D Waypoint()
    {
        Vector3D inside = new(task.Goal.X, task.Goal.Y - Depth, carry);
        double missing = Math.Max(Math.Abs(Hand.X - inside.X), inside.Z - Hand.Z), open = Math.Clamp((0.06 - missing) / 0.04, 0, 1);
        double before = Math.Max(Math.Min(Hand.Y, inside.Y - front), inside.Y - front - 0.1);
        return new(inside.X, before + (open * (inside.Y - before)), inside.Z);
    }
}
