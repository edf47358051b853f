using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Experts;

/// <summary>A stretch of a script: where the hand goes, and when it has done so.</summary>
/// <param name="Name">Unique in the script.</param>
/// <param name="Goal">The pose wanted of the end effector, asked anew at every step.</param>
internal sealed record Phase(string Name, Func<Pose> Goal)
{
    /// <summary>Whether the gripper is closed.</summary>
    public bool Closed { get; init; }

    /// <summary>The fastest translation, as a part of a full command.</summary>
    public double Pace { get; init; } = 0.5;

    /// <summary>The fastest rotation, as a part of a full command.</summary>
    public double RotationPace { get; init; } = 0.4;

    /// <summary>The largest change of what is wanted from one step to the next, as a part of a full command: small where something may slip.</summary>
    public double Slew { get; init; } = double.PositiveInfinity;

    /// <summary>A factor on the hand's unsteadiness: less where precision is needed.</summary>
    public double Calm { get; init; } = 1;

    /// <summary>How near the goal is near enough [m].</summary>
    public double Near { get; init; } = 0.01;

    /// <summary>How well turned is well enough [rad].</summary>
    public double Aligned { get; init; } = 0.12;

    /// <summary>What must be true instead of being near and well turned.</summary>
    public Func<bool>? Until { get; init; }

    /// <summary>The fewest control steps.</summary>
    public int AtLeast { get; init; }

    /// <summary>The most control steps; then the script goes on all the same.</summary>
    public int AtMost { get; init; } = int.MaxValue;

    /// <summary>When true, the script goes back to the phase named <see cref="Back"/>: something was lost.</summary>
    public Func<bool>? Lost { get; init; }

    /// <summary>Where to start again.</summary>
    public string Back { get; init; } = "";
}
