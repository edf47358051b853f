using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

namespace DiffOG.Simulation.MuJoCo.Tasks.Disassemble;

/// <summary>Over a funnel down to the handle, close, rise with the ring's middle over the peg; and hold.</summary>
internal sealed class DisassembleExpert : SawyerExpert
{
    private const double GripHeight = 0.032, Near = 0.009, NearAbove = 0.014, Lost = 0.05, Hover = 0.1, HoverSpread = 0.06, AlongSpread = 0.01;
    private const double HandleFromPeg = 0.13, Above = 0.05, AboveSpread = 0.025;

    private readonly DisassembleTask task;
    private readonly double hover, above;
    private readonly Vector3D held;
    private bool closing, carrying;

    /// <summary>Draws what is particular to this expert.</summary>
    public DisassembleExpert(DisassembleTask task, long seed, double roughness)
        : base(task.Arm, seed, roughness)
    {
        this.task = task;
        (hover, above) = (Hover + Spread(HoverSpread), Above + Spread(AboveSpread));
        held = new(-0.015 + Spread(AlongSpread), 0, GripHeight);
    }

    /// <inheritdoc/>
    protected override Intent Decide()
    {
        Vector3D grip = task.Handle + held;
        double distance = (Hand - grip).Length;
        closing = closing ? distance < Lost : (Hand - grip).HorizontalLength < Near && Hand.Z - grip.Z < NearAbove;
        carrying = closing && (carrying || Gripping);
        if (carrying)
            return Hold(Hand + (task.Goal + new Vector3D(HandleFromPeg, 0, above) - task.Handle));
        return closing ? Hold(grip) : Reach(Over(grip, hover, Near)) with { Calm = Math.Min(1, 0.3 + (distance / 0.1)) };
    }
}
