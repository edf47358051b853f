using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

namespace DiffOG.Simulation.MuJoCo.Tasks.Stick;

/// <summary>Takes the stick and guides its middle: what Stick Pull and Stick Push share.</summary>
internal abstract class StickExpert : SawyerExpert
{
    private const double Crooked = 0.018, Straight = 0.007;
    private const double GripHeight = 0.032, AlongSpread = 0.004, Near = 0.009, NearAbove = 0.014, Lost = 0.05, Hover = 0.1, HoverSpread = 0.06;

    private readonly StickTask task;
    private readonly double hover;
    private readonly Vector3D held;
    private bool closing, carrying;

    /// <summary>Draws what is particular to this expert.</summary>
    /// <param name="task">The world it acts in.</param>
    /// <param name="along">Where the stick is held, from its middle towards its end [m].</param>
    /// <param name="seed">Decides.</param>
    /// <param name="roughness">A factor on all that is not machine-like.</param>
    protected StickExpert(StickTask task, double along, long seed, double roughness)
        : base(task.Arm, seed, roughness)
    {
        this.task = task;
        hover = Hover + Spread(HoverSpread);
        held = new(along + Spread(AlongSpread), 0, GripHeight);
    }

    /// <inheritdoc/>
    protected sealed override Intent Decide()
    {
        Vector3D grip = task.Stick + held;
        double distance = (Hand - grip).Length;
        closing = closing ? distance < Lost : (Hand - grip).HorizontalLength < Near && Hand.Z - grip.Z < NearAbove;
        carrying = closing && (carrying || Gripping);
        if (carrying)
            return Guide();
        return closing ? Hold(grip) : Reach(Over(grip, hover, Near)) with { Calm = Math.Min(1, 0.3 + (distance / 0.1)) };
    }

    /// <summary>What to do with the stick in the hand.</summary>
    protected abstract Intent Guide();

    /// <summary>Holds the stick and brings its middle somewhere.</summary>
    protected Intent Bring(Vector3D stick) => Hold(Hand + (stick - task.Stick));

    /// <summary>Where the stick's middle shall be on its way along x: the better it is aligned, the further.</summary>
    /// <param name="before">Where it aligns itself [m].</param>
    /// <param name="end">Where it goes then [m], along x.</param>
    protected Vector3D Thread(Vector3D before, double end)
    {
        double aside = Math.Max(Math.Abs(task.Stick.Y - before.Y), Math.Abs(task.Stick.Z - before.Z));
        double open = Math.Clamp((Crooked - aside) / (Crooked - Straight), 0, 1);
        return before with { X = before.X + (open * (end - before.X)) };
    }
}
