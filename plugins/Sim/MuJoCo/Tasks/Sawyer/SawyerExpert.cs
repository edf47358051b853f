using DiffOG.Simulation.MuJoCo.Experts;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Robots;

namespace DiffOG.Simulation.MuJoCo.Tasks.Sawyer;

/// <summary>
/// Moves the hand towards what it intends, in proportion to what is missing, no faster than its pace and with an unsteady
/// hand. Pace, strength and unsteadiness are drawn once, and so are the ways that the experts of the tasks go.
/// </summary>
internal abstract class SawyerExpert : IDemonstrator
{
    // A command of 1 is 0.8 m/s.
    private const double Gain = 7, Cruise = 0.5, PaceSpread = 0.3, Swiftness = 0.3, SwayDecay = 0.96;
    private const double Open = -1, Strength = 0.8, StrengthSpread = 0.1, Still = 0.002, FunnelSlope = 2.5;

    private readonly SawyerArm arm;
    private readonly UnsteadyHand hand;
    private readonly Chance chance;
    private readonly double roughness, pace, strength;
    private double opening = double.NaN;

    /// <summary>Draws what is particular to this expert.</summary>
    /// <param name="arm">What it moves.</param>
    /// <param name="seed">Decides.</param>
    /// <param name="roughness">A factor on all that is not machine-like.</param>
    protected SawyerExpert(SawyerArm arm, long seed, double roughness)
    {
        (this.arm, this.roughness) = (arm, roughness);
        chance = new Chance(seed, purpose: 1);
        hand = new UnsteadyHand(chance, roughness, Swiftness, SwayDecay);
        pace = Cruise * (1 + Spread(PaceSpread));
        strength = Strength + Spread(StrengthSpread);
    }

    /// <summary>Where the hand is [m].</summary>
    protected Vector3D Hand => arm.Hand;

    /// <summary>Whether the plates have come to rest, neither open nor in motion.</summary>
    protected bool Gripping { get; private set; }

    /// <inheritdoc/>
    public double[] Act()
    {
        Gripping = Math.Abs(arm.Opening - opening) < Still && arm.Opening < 0.9;
        opening = arm.Opening;
        Intent intent = Decide();
        Span<double> wanted = stackalloc double[3];
        (Gain * (intent.Goal - Hand)).AtMost(pace * intent.Pace).CopyTo(wanted);
        double[] action = new double[4];
        hand.Follow(wanted, intent.Calm, action);
        action[3] = intent.Grip;
        return action;
    }

    /// <summary>What to do now; follows from the present state, and from what this expert has drawn.</summary>
    protected abstract Intent Decide();

    /// <summary>Opens the plates and goes somewhere.</summary>
    protected static Intent Reach(Vector3D goal) => new(goal, Open);

    /// <summary>Presses the plates and goes somewhere.</summary>
    protected Intent Hold(Vector3D goal) => new(goal, strength);

    /// <summary>A point over another one: the farther the hand is aside, the higher.</summary>
    /// <param name="point">Where the hand shall come to in the end [m].</param>
    /// <param name="hover">The greatest height over it [m].</param>
    /// <param name="width">How far aside the hand may be without rising [m].</param>
    protected Vector3D Over(Vector3D point, double hover, double width) =>
        point + (Math.Min(hover, FunnelSlope * Math.Max(0, (Hand - point).HorizontalLength - width)) * Vector3D.Up);

    /// <summary>A number between minus and plus so much, as far as this expert is not machine-like.</summary>
    protected double Spread(double most) => most * Math.Min(1, roughness) * chance.Uniform(-1, 1);
}
