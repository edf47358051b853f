using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Experts;

/// <summary>
/// An expert for one hand that goes from phase to phase: towards the goal in proportion to what is missing, no faster
/// than the phase allows, with an unsteady hand. After the last phase it stays in it.
/// </summary>
/// <param name="phases">In order.</param>
/// <param name="present">The end effector's pose.</param>
/// <param name="hand">Makes it human.</param>
internal sealed class PhaseScript(IReadOnlyList<Phase> phases, Func<Pose> present, UnsteadyHand hand) : IDemonstrator
{
    private const double TranslationGain = 0.9 / 0.05, RotationGain = 0.7 / 0.5;
    private int current, steps;
    private Vector3D lastMove, lastTurn;

    /// <summary>Where the script is.</summary>
    public Phase Current => phases[current];

    /// <summary>Whether the phase of this name is over.</summary>
    public bool IsPast(string name) => current > IndexOf(name);

    /// <inheritdoc/>
    public double[] Act()
    {
        Pose now = present();
        Proceed(now);
        Pose goal = Current.Goal();
        Span<double> wanted = stackalloc double[6];
        lastMove += ((TranslationGain * (goal.Position - now.Position)).AtMost(Current.Pace) - lastMove).AtMost(Current.Slew);
        lastTurn += ((RotationGain * Turn(now, goal)).AtMost(Current.RotationPace) - lastTurn).AtMost(Current.Slew);
        lastMove.CopyTo(wanted);
        lastTurn.CopyTo(wanted[3..]);
        double[] action = new double[7];
        hand.Follow(wanted, Current.Calm, action);
        action[6] = Current.Closed ? 1 : -1;
        steps++;
        return action;
    }

    private void Proceed(Pose now)
    {
        if (Current.Lost?.Invoke() == true)
            (current, steps) = (IndexOf(Current.Back), 0);
        else if (current + 1 < phases.Count && steps >= Current.AtLeast && (steps >= Current.AtMost || IsDone(now)))
            (current, steps) = (current + 1, 0);
    }

    private bool IsDone(Pose now)
    {
        if (Current.Until is { } until)
            return until();
        Pose goal = Current.Goal();
        return (goal.Position - now.Position).Length < Current.Near && Turn(now, goal).Length < Current.Aligned;
    }

    private static Vector3D Turn(Pose now, Pose goal) => (goal.Orientation * now.Orientation.Inverse).ToVector();

    private int IndexOf(string name)
    {
        for (int i = 0; i < phases.Count; i++)
        {
            if (phases[i].Name == name)
                return i;
        }
        throw new ArgumentException($"The script has no phase '{name}'.", nameof(name));
    }
}
