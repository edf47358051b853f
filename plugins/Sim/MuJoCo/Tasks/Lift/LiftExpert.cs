using DiffOG.Simulation.MuJoCo.Experts;

namespace DiffOG.Simulation.MuJoCo.Tasks.Lift;

/// <summary>
/// Lifts the cube by looking at the whole state: over a funnel down to the cube, close, rise, hold. What it does next
/// follows from what an observation shows (places, finger opening and its change), so that a policy can learn it; its
/// hand is unsteady, so that the demonstrations also show how to recover.
/// </summary>
/// <param name="task">The world it acts in.</param>
/// <param name="seed">Decides its noise.</param>
/// <param name="roughness">A factor on its noise.</param>
internal sealed class LiftExpert(LiftTask task, long seed, double roughness) : IDemonstrator
{
    // [m] and actions of 0.05 m and 0.5 rad.
    private const double Gain = 0.9, RotationGain = 0.7, Cruise = 0.48;
    private const double FunnelWidth = 0.012, FunnelSlope = 2.2, HoverHeight = 0.08;
    private const double Near = 0.013, Lost = 0.035, Settled = 0.0006, HeldOpening = 0.0705, LiftedHeight = 0.90;

    // The hand calms down at the cube.
    private const double CalmDistance = 0.06, CalmPart = 0.5;

    private readonly Chance chance = new(seed, purpose: 1);
    private UnsteadyHand? hand;
    private double lastOpening = double.NaN, pace;
    private bool closing, rising;

    /// <inheritdoc/>
    public double[] Act()
    {
        if (hand is null)
        {
            pace = Cruise * (1 + (0.12 * roughness * chance.Uniform(-1, 1)));
            hand = new UnsteadyHand(chance, roughness);
        }
        Decide();
        Span<double> wanted = stackalloc double[6];
        Translate(wanted);
        Turn(wanted[3..]);
        double[] action = new double[7];
        hand.Follow(wanted, Math.Max(CalmPart, Math.Min(1, Distance / CalmDistance)), action);
        action[6] = closing ? 1 : -1;
        lastOpening = task.Arm.Opening;
        return action;
    }

    private (double X, double Y, double Z) ToCube =>
        (task.Cube[0] - task.Arm.GripPosition[0], task.Cube[1] - task.Arm.GripPosition[1], task.Cube[2] - task.Arm.GripPosition[2]);

    private double Distance => Math.Sqrt((ToCube.X * ToCube.X) + (ToCube.Y * ToCube.Y) + (ToCube.Z * ToCube.Z));

    private void Decide()
    {
        closing = closing ? Distance < Lost : Distance < Near;
        bool settled = Math.Abs(task.Arm.Opening - lastOpening) < Settled && task.Arm.Opening < HeldOpening;
        rising = closing && (rising || settled);
    }

    // Down a funnel: the farther from the cube's axis, the higher above it.
    private void Translate(Span<double> wanted)
    {
        (double x, double y, double z) = ToCube;
        double aside = Math.Sqrt((x * x) + (y * y));
        double hover = Math.Min(HoverHeight, FunnelSlope * Math.Max(0, aside - FunnelWidth));
        double up = rising ? LiftedHeight - task.Arm.GripPosition[2] : z + (closing ? 0 : hover);
        (wanted[0], wanted[1], wanted[2]) = (Gain * x / 0.05, Gain * y / 0.05, Gain * up / 0.05);
        double length = Math.Sqrt((wanted[0] * wanted[0]) + (wanted[1] * wanted[1]) + (wanted[2] * wanted[2]));
        for (int d = 0; d < 3 && length > pace; d++)
            wanted[d] *= pace / length;
    }

    // Upright, and towards the nearest of the cube's faces. A quarter of sin 4ψ turns by ψ where that is small, and not
    // at all where two faces are equally near: the choice never jumps, and the closing fingers align the cube anyhow.
    private void Turn(Span<double> wanted)
    {
        ReadOnlySpan<double> r = task.Arm.GripRotation, q = task.CubeQuaternion;
        (double ax, double ay) = (r[2], r[5]);
        double cubeYaw = Math.Atan2(2 * ((q[0] * q[3]) + (q[1] * q[2])), 1 - (2 * ((q[2] * q[2]) + (q[3] * q[3]))));
        double handYaw = Math.Atan2(r[4], r[1]);
        double yaw = Math.Sin(4 * (cubeYaw - handYaw)) / 4;
        // The fingers' axis times straight down, (ax, ay, az) × (0, 0, −1), is the rotation that is missing.
        (wanted[0], wanted[1], wanted[2]) = (RotationGain * -ay / 0.5, RotationGain * ax / 0.5, RotationGain * yaw / 0.5);
    }
}
